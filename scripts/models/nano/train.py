"""Trains the language model on a corpus (corpus.ts), resumable and seeded.

    python3 scripts/models/nano/train.py --corpus DIR [DIR …] --out DIR --config nano|early --vocabulary N --steps N
        [--until N] [--batch N] [--learning-rate X] [--dropout X] [--seed N] [--validation DIR] [--initial FILE] [--mean] [--fresh]

`npm run pretrain` calls it with the recipes of recipes.ts.

With --mean what is exported is the mean of the weights that training began (--initial) and ended with.

Writes checkpoint.pt as it goes and takes it up again when started anew; at the end config.json, generation_config.json and
model.safetensors (float16), and losses.jsonl with a line for each step.
"""

import argparse
import json
import math
import os
import struct
import time

import numpy as np
import torch
from torch.nn import functional as F

from llama import Llama, config_of

CONFIGS = {
    "nano": {"size": 128, "layers": 4, "heads": 4, "inner": 352},
    "early": {"size": 96, "layers": 3, "heads": 4, "inner": 264},
}
WEIGHT_DECAY = 0.01
CLIP = 1.0
WARM_UP = 50
CHECKPOINT_EVERY = 200
REPORT_EVERY = 50


def read_corpus(folders):
    """Sequences as (tokens, written) of numpy arrays."""
    sequences = []
    for folder in folders:
        tokens = np.fromfile(os.path.join(folder, "tokens.bin"), dtype=np.uint16)
        written = np.fromfile(os.path.join(folder, "written.bin"), dtype=np.uint8)
        ends = np.fromfile(os.path.join(folder, "ends.bin"), dtype=np.uint32)
        start = 0
        for end in ends:
            sequences.append((tokens[start:end], written[start:end]))
            start = end
    return sequences


def batches(sequences, size, seed):
    """For ever: shuffled, then cut into batches of about one length, which come in any order."""
    epoch = 0
    while True:
        random = np.random.RandomState([seed, epoch])
        order = random.permutation(len(sequences))
        pool = size * 64
        for at in range(0, len(order) - size + 1, pool):
            some = sorted(order[at : at + pool], key=lambda index: len(sequences[index][0]))
            cut = [some[i : i + size] for i in range(0, len(some), size)]
            for choice in random.permutation(len(cut)):
                yield [sequences[index] for index in cut[choice]]
        epoch += 1


def to_tensors(batch):
    length = max(len(tokens) for tokens, _ in batch)
    tokens = np.full((len(batch), length), 2, dtype=np.int64)
    written = np.zeros((len(batch), length), dtype=bool)
    for row, (ids, marks) in enumerate(batch):
        tokens[row, : len(ids)] = ids
        written[row, : len(ids)] = marks
    return torch.from_numpy(tokens), torch.from_numpy(written)


def loss_of(model, batch):
    """Mean cross-entropy of the tokens that the policy writes."""
    tokens, written = to_tensors(batch)
    hidden = model.hidden(tokens[:, :-1])[written[:, 1:]]
    logits = hidden @ model.model.embed_tokens.weight.T
    return F.cross_entropy(logits, tokens[:, 1:][written[:, 1:]])


def learning_rate(step, steps, peak):
    if step < WARM_UP:
        return peak * (step + 1) / WARM_UP
    share = (step - WARM_UP) / max(1, steps - WARM_UP)
    return peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * share)))


def evaluate(model, sequences):
    """Cross-entropy a token, and the share of sequences of which every written token is the most probable one."""
    model.eval()
    total, count, right = 0.0, 0, 0
    with torch.no_grad():
        for at in range(0, len(sequences), 128):
            tokens, written = to_tensors(sequences[at : at + 128])
            logits = model(tokens[:, :-1])
            target, mask = tokens[:, 1:], written[:, 1:]
            total += F.cross_entropy(logits[mask], target[mask], reduction="sum").item()
            count += int(mask.sum())
            right += int(((logits.argmax(-1) == target) | ~mask).all(1).sum())
    model.train()
    return total / count, right / len(sequences)


def write_safetensors(path, tensors):
    header, parts, at = {"__metadata__": {"format": "pt"}}, [], 0
    for name, tensor in tensors.items():
        data = tensor.detach().to(torch.float16).numpy().tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def export(model, folder):
    with open(os.path.join(folder, "config.json"), "w") as file:
        file.write(json.dumps(model.config, indent=2) + "\n")
    with open(os.path.join(folder, "generation_config.json"), "w") as file:
        generation = {key: model.config[key] for key in ("bos_token_id", "eos_token_id", "pad_token_id")}
        file.write(json.dumps({**generation, "do_sample": False}, indent=2) + "\n")
    write_safetensors(os.path.join(folder, "model.safetensors"), dict(model.named_parameters()))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", nargs="+", required=True)
    parser.add_argument("--validation")
    parser.add_argument("--out", required=True)
    parser.add_argument("--config", choices=CONFIGS, default="nano")
    parser.add_argument("--vocabulary", type=int, required=True)
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=2e-3)
    parser.add_argument("--dropout", type=float, default=0.0)
    parser.add_argument("--initial", help="a checkpoint.pt whose weights to begin with")
    parser.add_argument("--until", type=int)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--mean", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    model = Llama(config_of(options.vocabulary, **CONFIGS[options.config]), options.dropout)
    if options.initial:
        model.load_state_dict(torch.load(options.initial)["model"])
    decayed = [p for p in model.parameters() if p.dim() > 1]
    plain = [p for p in model.parameters() if p.dim() < 2]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}],
        lr=options.learning_rate,
        betas=(0.9, 0.98),
    )
    os.makedirs(options.out, exist_ok=True)
    checkpoint = os.path.join(options.out, "checkpoint.pt")
    start = 0
    if os.path.exists(checkpoint) and not options.fresh:
        state = torch.load(checkpoint)
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        start = state["step"]
        torch.set_rng_state(state["random"])
    sequences = read_corpus(options.corpus)
    validation = read_corpus([options.validation]) if options.validation else None
    parameters = sum(p.numel() for p in model.parameters())
    print(f"{parameters} parameters, {len(sequences)} sequences, from step {start}", flush=True)

    began = time.time()
    supply = batches(sequences, options.batch, options.seed)
    losses = open(os.path.join(options.out, "losses.jsonl"), "a" if start else "w")
    last = min(options.steps, options.until or options.steps)
    for step in range(last):
        batch = next(supply)
        if step < start:
            continue
        rate = learning_rate(step, options.steps, options.learning_rate)
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
        optimizer.step()
        losses.write(json.dumps({"step": step, "loss": loss.item()}) + "\n")
        done = step + 1
        if done % REPORT_EVERY == 0:
            losses.flush()
            print(f"step {done}  loss {loss.item():.4f}  {time.time() - began:.0f} s", flush=True)
        if done % CHECKPOINT_EVERY == 0 or done == last:
            state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": done, "random": torch.get_rng_state()}
            torch.save(state, checkpoint + ".part")
            os.replace(checkpoint + ".part", checkpoint)
            if validation and (done % (5 * CHECKPOINT_EVERY) == 0 or done == options.steps):
                entropy, exact = evaluate(model, validation)
                print(f"step {done}  validation loss {entropy:.4f}  exact {exact:.3f}", flush=True)
    if last == options.steps:
        if options.mean:
            # After the checkpoint, which stays what training ended with.
            other = torch.load(options.initial)["model"]
            model.load_state_dict({name: (value + other[name]) / 2 for name, value in model.state_dict().items()})
            if validation:
                entropy, exact = evaluate(model, validation)
                print(f"mean with where it began  validation loss {entropy:.4f}  exact {exact:.3f}", flush=True)
        export(model, options.out)


if __name__ == "__main__":
    main()
