"""Writes the golden dump that our policy engines are compared with: an independent Llama in PyTorch, in double precision.

    python3 scripts/models/nano/golden.py test/fixtures/policy-golden.safetensors

A small random model, three ragged sequences, and of them: logits, log-probabilities, the gradients of every tensor for
cross-entropy, for the GRPO loss by token and by sequence, the gradients of adapters, one step of AdamW, and the logits with
the adapters merged. Needs torch alone.
"""

import json
import math
import struct
import sys

import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(7)

CONFIG = dict(
    model_type="llama",
    vocab_size=40,
    hidden_size=16,
    intermediate_size=28,
    num_hidden_layers=2,
    num_attention_heads=2,
    num_key_value_heads=2,
    rms_norm_eps=1e-5,
    rope_theta=10000.0,
    max_position_embeddings=64,
    tie_word_embeddings=True,
    bos_token_id=0,
    eos_token_id=1,
    pad_token_id=2,
)
V, D, F = CONFIG["vocab_size"], CONFIG["hidden_size"], CONFIG["intermediate_size"]
LAYERS, HEADS = CONFIG["num_hidden_layers"], CONFIG["num_attention_heads"]
LENGTHS, LENGTH = [11, 7, 9], 11
LORA = dict(rank=3, alpha=6.0)
LINEAR = {
    "self_attn.q_proj": (D, D),
    "self_attn.k_proj": (D, D),
    "self_attn.v_proj": (D, D),
    "self_attn.o_proj": (D, D),
    "mlp.gate_proj": (F, D),
    "mlp.up_proj": (F, D),
    "mlp.down_proj": (D, F),
}
LOSS = dict(epsilon=0.2, epsilonHigh=0.28, beta=0.04, temperature=0.8)
ADAMW = dict(learningRate=0.01, beta1=0.9, beta2=0.95, eps=1e-8, weightDecay=0.1, maxGradNorm=0.5)


def rounded(tensor):
    """Values that float32 holds exactly, so that both sides begin with the same."""
    return tensor.to(torch.float32).to(torch.float64)


def make_weights():
    weights = {"model.embed_tokens.weight": 0.7 * torch.randn(V, D)}
    for layer in range(LAYERS):
        prefix = f"model.layers.{layer}."
        weights[prefix + "input_layernorm.weight"] = 1 + 0.2 * torch.randn(D)
        for name, shape in LINEAR.items():
            weights[prefix + name + ".weight"] = 0.3 * torch.randn(*shape)
        weights[prefix + "post_attention_layernorm.weight"] = 1 + 0.2 * torch.randn(D)
    weights["model.norm.weight"] = 1 + 0.2 * torch.randn(D)
    return {name: rounded(tensor) for name, tensor in weights.items()}


def norm(x, gain):
    return x / torch.sqrt((x * x).mean(-1, keepdim=True) + CONFIG["rms_norm_eps"]) * gain


def rotate(x):
    """x: [rows, heads, length, head]; the halves of a head turn together."""
    length, size = x.shape[-2], x.shape[-1]
    frequencies = CONFIG["rope_theta"] ** (-torch.arange(0, size, 2) / size)
    angles = torch.outer(torch.arange(length), frequencies)
    angles = torch.cat([angles, angles], -1)
    half = size // 2
    turned = torch.cat([-x[..., half:], x[..., :half]], -1)
    return x * angles.cos() + turned * angles.sin()


def forward(weights, tokens):
    rows, length = tokens.shape
    x = weights["model.embed_tokens.weight"][tokens]
    mask = torch.full((length, length), -math.inf).triu(1)
    for layer in range(LAYERS):
        get = lambda name: weights[f"model.layers.{layer}.{name}.weight"]
        heads = lambda y: y.view(rows, length, HEADS, D // HEADS).transpose(1, 2)
        read = norm(x, get("input_layernorm"))
        q, k, v = (heads(read @ get(f"self_attn.{one}_proj").T) for one in "qkv")
        scores = rotate(q) @ rotate(k).transpose(-1, -2) / math.sqrt(D // HEADS) + mask
        heard = (scores.softmax(-1) @ v).transpose(1, 2).reshape(rows, length, D)
        x = x + heard @ get("self_attn.o_proj").T
        thought = norm(x, get("post_attention_layernorm"))
        gate = torch.nn.functional.silu(thought @ get("mlp.gate_proj").T)
        x = x + (gate * (thought @ get("mlp.up_proj").T)) @ get("mlp.down_proj").T
    return norm(x, weights["model.norm.weight"]) @ weights["model.embed_tokens.weight"].T


def logprobs_of(weights, tokens, temperature):
    """[rows, length]; 0 for the first token."""
    every = (forward(weights, tokens)[:, :-1] / temperature).log_softmax(-1)
    taken = every.gather(-1, tokens[:, 1:, None])[..., 0]
    return torch.cat([torch.zeros(len(tokens), 1), taken], 1)


def grpo(weights, data, level):
    """By token: TRL's loss type dapo; by sequence: TRL's grpo with the ratio of whole sequences (GSPO)."""
    logprobs = logprobs_of(weights, data["tokens"], LOSS["temperature"])
    mask, advantages = data["mask"], data["advantages"][:, None]
    log_ratio = logprobs - data["old"]
    if level == "sequence":
        log_ratio = (log_ratio * mask).sum(1, keepdim=True) / mask.sum(1, keepdim=True)
    ratio = log_ratio.exp()
    clipped = ratio.clamp(1 - LOSS["epsilon"], 1 + LOSS["epsilonHigh"])
    distance = data["reference"] - logprobs
    kl = distance.exp() - distance - 1
    loss = -torch.minimum(ratio * advantages, clipped * advantages) + LOSS["beta"] * kl
    if level == "sequence":
        total = ((loss * mask).sum(1) / mask.sum(1)).mean()
    else:
        total = (loss * mask).sum() / mask.sum()
    return total, ((kl * mask).sum() / mask.sum()).item()


def cross_entropy(weights, data):
    mask = data["mask"]
    return -(logprobs_of(weights, data["tokens"], 1.0) * mask).sum() / mask.sum()


def gradients_of(loss, parameters):
    return dict(zip(parameters, torch.autograd.grad(loss, list(parameters.values()))))


def merged(weights, adapter):
    result = dict(weights)
    for name in adapter:
        if name.endswith(".lora_A.weight"):
            layer = name[: -len(".lora_A.weight")]
            update = adapter[layer + ".lora_B.weight"] @ adapter[name]
            result[layer + ".weight"] = weights[layer + ".weight"] + LORA["alpha"] / LORA["rank"] * update
    return result


def adamw(weights, gradients):
    """One step from fresh moments; gains do not decay."""
    norm_all = torch.sqrt(sum((one**2).sum() for one in gradients.values()))
    clip = min(1.0, ADAMW["maxGradNorm"] / (norm_all.item() + 1e-6))
    stepped = {}
    for name, weight in weights.items():
        parameter = torch.nn.Parameter(weight.clone())
        parameter.grad = gradients[name] * clip
        optimizer = torch.optim.AdamW(
            [parameter],
            lr=ADAMW["learningRate"],
            betas=(ADAMW["beta1"], ADAMW["beta2"]),
            eps=ADAMW["eps"],
            weight_decay=ADAMW["weightDecay"] if weight.dim() > 1 else 0.0,
        )
        optimizer.step()
        stepped[name] = parameter.detach()
    return stepped, norm_all.item()


def write_safetensors(path, tensors, facts):
    header, at, parts = {"__metadata__": {"facts": json.dumps(facts)}}, 0, []
    for name, tensor in tensors.items():
        data = tensor.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
        header[name] = dict(dtype="F32", shape=list(tensor.shape), data_offsets=[at, at + len(data)])
        at += len(data)
        parts.append(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def main(path):
    weights = make_weights()
    tokens = torch.randint(3, V, (len(LENGTHS), LENGTH))
    tokens[:, 0] = CONFIG["bos_token_id"]
    mask = torch.zeros(len(LENGTHS), LENGTH)
    for row, length in enumerate(LENGTHS):
        tokens[row, length:] = CONFIG["pad_token_id"]
        mask[row, 4:length] = 1
    mask[0, 6] = 0  # as of injected results
    start = logprobs_of(weights, tokens, LOSS["temperature"])
    data = dict(
        tokens=tokens,
        mask=mask,
        advantages=rounded(torch.tensor([1.25, -0.75, -0.5])),
        # Far enough from the policy that some tokens are clipped on either side, and near enough that most are not.
        old=rounded(start + 0.25 * torch.randn(*start.shape)),
        reference=rounded(start + 0.5 * torch.randn(*start.shape)),
    )
    parameters = {name: tensor.clone().requires_grad_() for name, tensor in weights.items()}
    out = {f"weights/{name}": tensor for name, tensor in weights.items()}
    out.update({f"data/{name}": tensor for name, tensor in data.items()})
    out["logits"] = forward(weights, tokens)
    out["logprobs"] = start
    facts = dict(config=CONFIG, loss=LOSS, adamw=ADAMW, lora=LORA)

    entropy = cross_entropy(parameters, data)
    entropy_gradients = gradients_of(entropy, parameters)
    facts["crossEntropy"] = entropy.item()
    out.update({f"crossEntropy/{name}": one for name, one in entropy_gradients.items()})
    stepped, facts["gradNorm"] = adamw(weights, entropy_gradients)
    out.update({f"adamw/{name}": one for name, one in stepped.items()})
    for level in ("token", "sequence"):
        loss, facts[level + "Kl"] = grpo(parameters, data, level)
        facts[level + "Loss"] = loss.item()
        out.update({f"{level}/{name}": one for name, one in gradients_of(loss, parameters).items()})

    adapter = {}
    for layer in range(LAYERS):
        for name, (rows, columns) in LINEAR.items():
            prefix = f"model.layers.{layer}.{name}"
            adapter[prefix + ".lora_A.weight"] = rounded(0.3 * torch.randn(LORA["rank"], columns)).requires_grad_()
            adapter[prefix + ".lora_B.weight"] = rounded(0.3 * torch.randn(rows, LORA["rank"])).requires_grad_()
    loss, _ = grpo(merged(weights, adapter), data, "token")
    facts["adapterLoss"] = loss.item()
    out.update({f"adapter/{name}": one for name, one in adapter.items()})
    out.update({f"adapterGradients/{name}": one for name, one in gradients_of(loss, adapter).items()})
    out["adapterLogits"] = forward(merged(weights, adapter), tokens)
    write_safetensors(path, out, facts)


if __name__ == "__main__":
    main(sys.argv[1])
