"""The mask heads: frozen features in an object's window, a box and clicks → mask logits over the window."""

import json
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

GRID = 64
COARSE = 32
POINTS = 8
"""Clicks that a prompt holds at most; empty places have sign 0."""
CLICK_RADIUS = 0.04
"""Standard deviation of a click's spot, in window widths."""

CONFIGS = {
    "fine": {
        "coarse": {"s32": 24, "s16": 24, "s8": 32, "s8b": 16, "s4": 8, "s4b": 8},
        "detail": {"s4": 8, "s4b": 8, "s2": 8, "rgb": 4},
        "width": 32,
        "dilations": [1, 2, 4],
        "again": 3,
        "detail_width": 16,
        "clicks": True,
    },
    "fast": {
        "coarse": {"s32": 16, "s16": 16, "s8": 32, "s8b": 8, "s4": 8, "s4b": 8},
        "detail": {"s4": 8, "s4b": 8},
        "width": 32,
        "dilations": [1, 2],
        "again": 1,
        "detail_width": 8,
        "clicks": False,
    },
}
CHANNELS = {"s32": 128, "s16": 96, "s8": 64, "s8b": 24, "s4": 18, "s4b": 24, "s2": 16, "rgb": 3}


def resize(x, size):
    if x.shape[-1] == size:
        return x
    if x.shape[-1] > size:
        return F.avg_pool2d(x, x.shape[-1] // size)
    return F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)


def prompt_maps(box, points, size):
    """[N, 6 or 8, size, size]: the place in the box, its distance from the edge, and spots at clicks."""
    at = (torch.arange(size, dtype=box.dtype) + 0.5) / size
    x0, y0, x1, y1 = (side[:, None] for side in box.unbind(1))
    n = len(box)
    u = ((2 * at - x0 - x1) / (x1 - x0))[:, None, :].expand(n, size, size)
    v = ((2 * at - y0 - y1) / (y1 - y0))[:, :, None].expand(n, size, size)
    edge = 1 - torch.maximum(u.abs(), v.abs())
    maps = [u, v, u.abs(), v.abs(), edge, torch.sigmoid(20 * edge)]
    if points is not None:
        x, y, sign = (part[..., None] for part in points.unbind(2))
        spot_x = torch.exp(-((at - x) ** 2) / (2 * CLICK_RADIUS**2))
        spot_y = torch.exp(-((at - y) ** 2) / (2 * CLICK_RADIUS**2))
        spots = spot_y[..., :, None] * spot_x[..., None, :]
        maps += [(spots * sign[..., None].clamp(min=0)).amax(1), (spots * (-sign)[..., None].clamp(min=0)).amax(1)]
    return torch.stack(maps, 1)


class Conv(nn.Sequential):
    """Convolution, batch normalisation, ReLU."""

    def __init__(self, inputs, outputs, kernel=3, dilation=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, padding=dilation * (kernel // 2), dilation=dilation, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(),
        )


class Residual(nn.Module):
    def __init__(self, width, dilation):
        super().__init__()
        self.conv = Conv(width, width, 3, dilation)

    def forward(self, x):
        return x + self.conv(x)


def masked_mean(x, weight):
    """[N, C] mean of [N, C, H, W] under weights [N, 1, H, W]."""
    return (x * weight).mean((2, 3)) / (weight.mean((2, 3)) + 1e-6)


class MaskHead(nn.Module):
    def __init__(self, config, dropout=0.1):
        super().__init__()
        self.config = config
        prompts = 8 if config["clicks"] else 6
        width, detail = config["width"], config["detail_width"]
        self.coarse = nn.ModuleDict({n: Conv(CHANNELS[n], c, 1) for n, c in config["coarse"].items()})
        self.detail = nn.ModuleDict({n: Conv(CHANNELS[n], c, 1) for n, c in config["detail"].items()})
        self.dropout = nn.Dropout2d(dropout)
        self.enter = Conv(sum(config["coarse"].values()) + prompts, width, 1)
        self.context = nn.Conv2d(2 * width, width, 1)
        self.blocks = nn.Sequential(*(Residual(width, d) for d in config["dilations"]))
        self.first = nn.Conv2d(width, 1, 1)
        self.compare = nn.Conv2d(width, width, 1)
        self.again = Conv(width + 3, width, config["again"])
        self.second = nn.Conv2d(width, 1, 1)
        self.narrow = Conv(width, detail, 1)
        self.merge = Conv(detail + sum(config["detail"].values()) + prompts + 1, detail, 1)
        self.refine = Conv(detail, detail)
        self.last = nn.Conv2d(detail, 1, 1)

    def forward(self, features, box, points=None):
        """Logits [N, 64, 64], and those of the two coarse stages [N, 32, 32]."""
        points = points if self.config["clicks"] else None
        prompt = prompt_maps(box, points, COARSE)
        inside = prompt[:, 5:6]
        parts = [resize(self.dropout(conv(features[n])), COARSE) for n, conv in self.coarse.items()]
        x = self.enter(torch.cat([*parts, prompt], 1))
        context = torch.cat([masked_mean(x, inside), masked_mean(x, 1 - inside)], 1)
        x = self.blocks(x + self.context(context[..., None, None]))
        first = self.first(x)
        # What the first guess holds and what it leaves out, as mean features, tell alike from unlike elsewhere.
        y = self.compare(x)
        guess = torch.sigmoid(first)
        scale = y.shape[1] ** -0.5
        like = (y * masked_mean(y, guess)[..., None, None]).sum(1, keepdim=True) * scale
        unlike = (y * masked_mean(y, 1 - guess)[..., None, None]).sum(1, keepdim=True) * scale
        x = x + self.again(torch.cat([x, first, like, unlike], 1))
        second = first + self.second(x)
        up = resize(second, GRID)
        details = [self.dropout(conv(features[n])) for n, conv in self.detail.items()]
        z = torch.cat([resize(self.narrow(x), GRID), *details, prompt_maps(box, points, GRID), up], 1)
        logits = up + self.last(self.refine(self.merge(z)))
        return logits[:, 0], first[:, 0], second[:, 0]


def unscale(tensors, name):
    """Lets a layer that was trained on c / 128 - 1 read colours c in 0 to 255."""
    weight = tensors[f"{name}.weight"].float()
    tensors[f"{name}.bias"] = (tensors[f"{name}.bias"].float() - weight.sum((1, 2, 3))).half()
    tensors[f"{name}.weight"] = (weight / 128).half()


def folded(head):
    """The weights of a trained head with batch normalisation folded into its convolutions, by the names that the graph uses."""
    tensors = {}

    def put(name, conv, norm=None):
        weight = conv.weight.detach()
        bias = conv.bias.detach() if conv.bias is not None else torch.zeros(len(weight))
        if norm is not None:
            scale = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
            weight = weight * scale[:, None, None, None]
            bias = norm.bias.detach() + (bias - norm.running_mean) * scale
        tensors[f"{name}.weight"], tensors[f"{name}.bias"] = weight.half(), bias.half()

    for stage in ("coarse", "detail"):
        for name, conv in getattr(head, stage).items():
            put(f"{stage}.{name}", conv[0], conv[1])
            if name == "rgb":
                unscale(tensors, f"{stage}.{name}")
    for i, block in enumerate(head.blocks):
        put(f"blocks.{i}", block.conv[0], block.conv[1])
    for name in ("enter", "again", "narrow", "merge", "refine"):
        layer = getattr(head, name)
        put(name, layer[0], layer[1])
    for name in ("context", "first", "compare", "second", "last"):
        put(name, getattr(head, name))
    return tensors


def write_weights(path, tensors):
    """A safetensors file: length of the header, JSON header, half floats."""
    header, offset = {}, 0
    for name, tensor in tensors.items():
        size = 2 * tensor.numel()
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    Path(path).write_bytes(len(text).to_bytes(8, "little") + text + b"".join(t.numpy().tobytes() for t in tensors.values()))
