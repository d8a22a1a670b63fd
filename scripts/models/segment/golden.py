"""Records what torch computes with the shipped head on a formula's numbers, for the test of the ONNX files: models/segment/golden.json.

    python3 scripts/models/segment/golden.py [folder with head-all.pt]
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

from extract import FEATURES, sample
from head import CHANNELS, GRID, POINTS, MaskHead, both

STRIDES = {"s32": 32, "s16": 16, "s8": 8, "s8b": 8, "s4": 4, "s4b": 4}
WINDOWS = [[-30, 20, 200, 300], [100.5, 50.25, 180, 220], [400, 400, 560, 530]]
BOXES = [[0.125, 0.125, 0.875, 0.875], [0.25, 0.125, 0.75, 0.875], [0.125, 0.3125, 0.875, 0.6875]]
CLICKS = [[0.5, 0.5, 1], [0.25, 0.75, -1]]
EVERY = 61
"""Of the logits, every so manieth is kept."""


def noise(*shape):
    """Numbers in [-2, 2) that depend on nothing but their index; the test has the same formula."""
    index = np.arange(1, np.prod(shape) + 1, dtype=np.uint64)
    return torch.from_numpy(((index * 2654435761 % 2**32) / 2**32 * 4 - 2).astype(np.float32).reshape(shape))


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".cache/segment")
    head = MaskHead().eval()
    head.load_state_dict(torch.load(folder / "head-all.pt"))
    maps = {FEATURES[n][0]: noise(1, CHANNELS[n], 512 // s, 512 // s) for n, s in STRIDES.items()}
    fast = {n: torch.from_numpy(v) for n, v in sample(maps, WINDOWS, 512).items()}
    fine = {n: noise(2, CHANNELS[n], FEATURES[n][2], FEATURES[n][2]) for n in FEATURES}
    points = torch.zeros(1, POINTS, 3)
    points[0, : len(CLICKS)] = torch.tensor(CLICKS)
    boxes = torch.tensor(BOXES[:1])
    with torch.no_grad():
        in_photo = head(fast, torch.tensor(BOXES), torch.zeros(len(BOXES), POINTS, 3), torch.zeros(len(BOXES)))[0]
        in_crop = both(head, fine, boxes, points)
    golden = {
        "every": EVERY,
        "windows": WINDOWS,
        "boxes": BOXES,
        "clicks": CLICKS,
        "fast": [round(v, 4) for v in in_photo.flatten()[::EVERY].tolist()],
        "fine": [round(v, 4) for v in in_crop.flatten()[::EVERY].tolist()],
    }
    assert in_photo.shape[1:] == (GRID, GRID)
    Path("models/segment/golden.json").write_text(json.dumps(golden) + "\n")


if __name__ == "__main__":
    main()
