"""A Llama decoder in PyTorch (1.13 or newer), with the tensor names of the Hugging Face layout."""

import math

import torch
from torch import nn
from torch.nn import functional as F


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps)


def rotary(length, head, theta, dtype):
    """Cosines and sines [length, head] of the positions, the same for both halves of a head."""
    frequencies = theta ** (-torch.arange(0, head, 2, dtype=torch.float64) / head)
    angles = torch.outer(torch.arange(length, dtype=torch.float64), frequencies)
    angles = torch.cat([angles, angles], dim=-1)
    return angles.cos().to(dtype), angles.sin().to(dtype)


def rotate_half(x):
    first, second = x.chunk(2, dim=-1)
    return torch.cat([-second, first], dim=-1)


class Attention(nn.Module):
    def __init__(self, size, heads):
        super().__init__()
        self.heads = heads
        self.q_proj = nn.Linear(size, size, bias=False)
        self.k_proj = nn.Linear(size, size, bias=False)
        self.v_proj = nn.Linear(size, size, bias=False)
        self.o_proj = nn.Linear(size, size, bias=False)

    def forward(self, x, cos, sin, mask):
        rows, length, size = x.shape
        split = lambda y: y.view(rows, length, self.heads, size // self.heads).transpose(1, 2)
        q, k, v = split(self.q_proj(x)), split(self.k_proj(x)), split(self.v_proj(x))
        q = q * cos + rotate_half(q) * sin
        k = k * cos + rotate_half(k) * sin
        scores = q @ k.transpose(2, 3) / math.sqrt(size // self.heads) + mask
        mixed = scores.softmax(-1) @ v
        return self.o_proj(mixed.transpose(1, 2).reshape(rows, length, size))


class FeedForward(nn.Module):
    def __init__(self, size, inner):
        super().__init__()
        self.gate_proj = nn.Linear(size, inner, bias=False)
        self.up_proj = nn.Linear(size, inner, bias=False)
        self.down_proj = nn.Linear(inner, size, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        size, eps = config["hidden_size"], config["rms_norm_eps"]
        self.input_layernorm = RMSNorm(size, eps)
        self.self_attn = Attention(size, config["num_attention_heads"])
        self.post_attention_layernorm = RMSNorm(size, eps)
        self.mlp = FeedForward(size, config["intermediate_size"])

    def forward(self, x, cos, sin, mask, dropout):
        x = x + dropout(self.self_attn(self.input_layernorm(x), cos, sin, mask))
        return x + dropout(self.mlp(self.post_attention_layernorm(x)))


class Decoder(nn.Module):
    def __init__(self, config):
        super().__init__()
        size = config["hidden_size"]
        self.embed_tokens = nn.Embedding(config["vocab_size"], size)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))
        self.norm = RMSNorm(size, config["rms_norm_eps"])


class Llama(nn.Module):
    """Output layer tied to the embedding."""

    def __init__(self, config, dropout=0.0):
        super().__init__()
        self.config = config
        self.dropout = nn.Dropout(dropout)
        self.model = Decoder(config)
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2:
                continue
            # By the width of what is read: with GPT-2's 0.02 a model this small learns to copy words ten times later.
            spread = 0.05 if name.endswith("embed_tokens.weight") else parameter.shape[1] ** -0.5
            # Projections back into the residual stream begin smaller.
            if name.endswith(("o_proj.weight", "down_proj.weight")):
                spread *= 0.5
            nn.init.normal_(parameter, std=spread)

    def hidden(self, tokens):
        """[rows, length, hidden] behind the last norm; tokens [rows, length], padded on the right."""
        length = tokens.shape[1]
        x = self.dropout(self.model.embed_tokens(tokens))
        config = self.config
        cos, sin = rotary(length, config["hidden_size"] // config["num_attention_heads"], config["rope_theta"], x.dtype)
        mask = torch.full((length, length), float("-inf"), dtype=x.dtype).triu(1)
        for layer in self.model.layers:
            x = layer(x, cos, sin, mask, self.dropout)
        return self.model.norm(x)

    def forward(self, tokens):
        return self.hidden(tokens) @ self.model.embed_tokens.weight.T


def config_of(vocabulary, size, layers, heads, inner):
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": vocabulary,
        "hidden_size": size,
        "intermediate_size": inner,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": heads,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-5,
        "rope_theta": 10000.0,
        "max_position_embeddings": 512,
        "tie_word_embeddings": True,
        "attention_bias": False,
        "mlp_bias": False,
        "bos_token_id": 0,
        "eos_token_id": 1,
        "pad_token_id": 2,
        "torch_dtype": "float16",
    }
