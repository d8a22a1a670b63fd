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

PROJECTED = {"s32": 24, "s16": 24, "s8": 32, "s8b": 16, "s4": 8, "s4b": 8}
"""Channels that each map of features is brought down to."""
WIDTH = 32
DILATIONS = (1, 2, 4)
CHANNELS = {"s32": 128, "s16": 96, "s8": 64, "s8b": 24, "s4": 18, "s4b": 24}


def resize(x, size):
    if x.shape[-1] == size:
        return x
    return F.interpolate(x, size=(size, size), mode="bilinear", align_corners=False)


def prompt_maps(box, points, size):
    """[N, 8, size, size]: the place in the box, its distance from the edge, and spots at positive and negative clicks."""
    at = (torch.arange(size, dtype=box.dtype) + 0.5) / size
    x0, y0, x1, y1 = (side[:, None] for side in box.unbind(1))
    n = len(box)
    u = ((2 * at - x0 - x1) / (x1 - x0))[:, None, :].expand(n, size, size)
    v = ((2 * at - y0 - y1) / (y1 - y0))[:, :, None].expand(n, size, size)
    edge = 1 - torch.maximum(u.abs(), v.abs())
    maps = [u, v, u.abs(), v.abs(), edge, torch.sigmoid(20 * edge)]
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
    """
    One head for both paths; it is told by a constant channel which of them the features come from.

    `dropout`: of whole channels, of the projected features; a third as much between the blocks.
    """

    def __init__(self, dropout=0.0):
        super().__init__()
        self.project = nn.ModuleDict({n: Conv(CHANNELS[n], c, 1) for n, c in PROJECTED.items()})
        self.feature_dropout = nn.Dropout2d(dropout)
        self.block_dropout = nn.Dropout2d(dropout / 3)
        self.enter = Conv(sum(PROJECTED.values()) + 8 + 1, WIDTH, 1)
        self.context = nn.Conv2d(2 * WIDTH, WIDTH, 1)
        self.blocks = nn.ModuleList(Residual(WIDTH, d) for d in DILATIONS)
        self.first = nn.Conv2d(WIDTH, 1, 1)
        self.compare = nn.Conv2d(WIDTH, WIDTH, 1)
        self.again = Conv(WIDTH + 3, WIDTH, 1)
        self.second = nn.Conv2d(WIDTH, 1, 1)

    def forward(self, features, box, points, fine):
        """`fine`: [N], 1 for features of a crop, 0 for those of the photo. Logits [N, 64, 64] and of the first guess [N, 32, 32]."""
        prompt = prompt_maps(box, points, COARSE)
        inside = prompt[:, 5:6]
        path = fine[:, None, None, None].expand(-1, 1, COARSE, COARSE)
        parts = [resize(self.feature_dropout(conv(features[n])), COARSE) for n, conv in self.project.items()]
        x = self.enter(torch.cat([*parts, prompt, path], 1))
        context = torch.cat([masked_mean(x, inside), masked_mean(x, 1 - inside)], 1)
        x = x + self.context(context[..., None, None])
        for block in self.blocks:
            x = block(self.block_dropout(x))
        first = self.first(x)
        # What the first guess holds and what it leaves out, as mean features, tell alike from unlike elsewhere.
        y = self.compare(x)
        guess = torch.sigmoid(first)
        scale = y.shape[1] ** -0.5
        like = (y * masked_mean(y, guess)[..., None, None]).sum(1, keepdim=True) * scale
        unlike = (y * masked_mean(y, 1 - guess)[..., None, None]).sum(1, keepdim=True) * scale
        x = x + self.again(torch.cat([self.block_dropout(x), first, like, unlike], 1))
        logits = first + self.second(x)
        return resize(logits, GRID)[:, 0], first[:, 0]


def both(head, features, box, points):
    """The fine path: logits [N, 64, 64] as the mean for N crops and their N mirror images, which `features` hold one after the other."""
    mirrored_box = torch.stack([1 - box[:, 2], box[:, 1], 1 - box[:, 0], box[:, 3]], 1)
    mirrored_points = points * torch.tensor([-1.0, 1, 1]) + torch.tensor([1.0, 0, 0])
    boxes, clicks = torch.cat([box, mirrored_box]), torch.cat([points, mirrored_points])
    straight, mirrored = head(features, boxes, clicks, torch.ones(len(boxes)))[0].chunk(2)
    return (straight + mirrored.flip(-1)) / 2


def folded(head, path):
    """
    The weights of a trained head as the graph of one path has them: batch normalisation folded into the convolutions, the
    channel that names the path into a bias, and no clicks in the fast path.
    """
    tensors = {}

    def put(name, conv, norm=None):
        weight = conv.weight.detach()
        bias = conv.bias.detach() if conv.bias is not None else torch.zeros(len(weight))
        if norm is not None:
            scale = norm.weight.detach() / torch.sqrt(norm.running_var + norm.eps)
            weight = weight * scale[:, None, None, None]
            bias = norm.bias.detach() + (bias - norm.running_mean) * scale
        tensors[f"{name}.weight"], tensors[f"{name}.bias"] = weight.half(), bias.half()

    for name, layer in head.project.items():
        put(f"project.{name}", layer[0], layer[1])
    for i, block in enumerate(head.blocks):
        put(f"blocks.{i}", block.conv[0], block.conv[1])
    for name in ("enter", "again"):
        layer = getattr(head, name)
        put(name, layer[0], layer[1])
    enter, bias = tensors["enter.weight"].float(), tensors["enter.bias"].float()
    if path == "fine":
        bias = bias + enter[:, -1, 0, 0]
    tensors["enter.weight"] = enter[:, : -1 if path == "fine" else -3].half()
    tensors["enter.bias"] = bias.half()
    for name in ("context", "first", "compare", "second"):
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
