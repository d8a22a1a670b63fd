"""Photos, objects and masks of an evaluation folder in COCO's format, and the geometry of prompts."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

FILL = (124, 116, 104)
"""Colour outside of the photo: the mean colour of ImageNet."""
MARGIN = 0.15
MAX_ASPECT = 2
FOLDS = 5


@dataclass(frozen=True)
class Photo:
    index: int
    """Position among all photos sorted by id; the fold is this number modulo FOLDS."""
    path: Path
    width: int
    height: int

    @property
    def fold(self):
        return self.index % FOLDS

    def pixels(self):
        return Image.open(self.path).convert("RGB")


@dataclass(frozen=True)
class Thing:
    id: int
    photo: Photo
    category: int
    area: float
    box: tuple
    """x0, y0, x1, y1 in photo pixels."""
    polygons: tuple


@lru_cache
def read_things(folder, min_area=0):
    """All objects that are no crowds, of at least `min_area` square pixels, in the order of photo and annotation id."""
    data = json.loads((Path(folder) / "instances.json").read_text())
    photos = {
        image["id"]: Photo(i, Path(folder) / "images" / image["file_name"], image["width"], image["height"])
        for i, image in enumerate(sorted(data["images"], key=lambda image: image["id"]))
    }
    things = []
    for a in sorted(data["annotations"], key=lambda a: (a["image_id"], a["id"])):
        if a.get("iscrowd") or a["area"] < min_area:
            continue
        x, y, w, h = a["bbox"]
        polygons = tuple(tuple(p) for p in a["segmentation"])
        things.append(Thing(a["id"], photos[a["image_id"]], a["category_id"], a["area"], (x, y, x + w, y + h), polygons))
    return tuple(things)


def prompt_window(box, margin=MARGIN):
    """The part of the photo that the head looks at: the same rule as src/perception/tasks/segment/window.ts."""
    x0, y0, x1, y1 = box
    w, h = (x1 - x0) * (1 + 2 * margin), (y1 - y0) * (1 + 2 * margin)
    w, h = max(w, h / MAX_ASPECT), max(h, w / MAX_ASPECT)
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return cx - w / 2, cy - h / 2, cx + w / 2, cy + h / 2


def jitter(box, sd, rng):
    """Moves each edge by a normal error of `sd` times the side; keeps at least a quarter of it."""
    x0, y0, x1, y1 = box
    w, h = x1 - x0, y1 - y0
    ex0, ey0, ex1, ey1 = rng.normal(0, sd, 4)
    x0, x1, y0, y1 = x0 + ex0 * w, x1 + ex1 * w, y0 + ey0 * h, y1 + ey1 * h
    if x1 - x0 < w / 4 or y1 - y0 < h / 4:
        return box
    return x0, y0, x1, y1


def flip(box):
    """The box in a photo that is mirrored about x = 0."""
    return -box[2], box[1], -box[0], box[3]


def relative(box, window):
    """A box in units of a window: 0 at its left and top, 1 at its right and bottom."""
    x0, y0, x1, y1 = window
    w, h = x1 - x0, y1 - y0
    return (box[0] - x0) / w, (box[1] - y0) / h, (box[2] - x0) / w, (box[3] - y0) / h


def crop(photo, window, size):
    """The window stretched to `size`², with the antialiased triangle filter; the photo ends in FILL."""
    x0, y0, x1, y1 = window
    left, top, right, bottom = int(np.floor(x0)) - 2, int(np.floor(y0)) - 2, int(np.ceil(x1)) + 2, int(np.ceil(y1)) + 2
    canvas = Image.new("RGB", (right - left, bottom - top), FILL)
    canvas.paste(photo, (-left, -top))
    return canvas.resize((size, size), Image.BILINEAR, (x0 - left, y0 - top, x1 - left, y1 - top))


def soft_mask(polygons, window, size, oversampling=8):
    """Coverage in [0, 1] of the cells of a `size`² grid over the window."""
    x0, y0, x1, y1 = window
    side = size * oversampling
    image = Image.new("L", (side, side))
    draw = ImageDraw.Draw(image)
    for polygon in polygons:
        points = np.array(polygon).reshape(-1, 2)
        points = (points - (x0, y0)) * (side / (x1 - x0), side / (y1 - y0)) - 0.5
        draw.polygon([tuple(p) for p in points], fill=255)
    cells = np.asarray(image, np.float32).reshape(size, oversampling, size, oversampling)
    return cells.mean((1, 3)) / 255


def rasterise(polygons, width, height):
    """The union of polygons filled by the even-odd rule at pixel centres, as src/twin/geometry/polygon.ts does."""
    mask = np.zeros((height, width), bool)
    for polygon in polygons:
        points = np.array(polygon).reshape(-1, 2)
        toggles = np.zeros((height + 1, width), np.int32)
        for (xa, ya), (xb, yb) in zip(points, np.roll(points, -1, 0)):
            if xa > xb:
                xa, ya, xb, yb = xb, yb, xa, ya
            columns = np.arange(max(0, int(np.ceil(xa - 0.5))), min(width, int(np.ceil(xb - 0.5))))
            if len(columns) == 0:
                continue
            y = ya + (columns + 0.5 - xa) / (xb - xa) * (yb - ya)
            toggles[np.clip(np.ceil(y - 0.5), 0, height).astype(int), columns] += 1
        mask |= np.cumsum(toggles, 0)[:height] % 2 == 1
    return mask


def interpolation(length, start, end, cells):
    """[length, cells] matrix that reads a grid of `cells` over [start, end] at pixel centres, linearly, clamped."""
    at = ((np.arange(length) + 0.5 - start) / (end - start) * cells - 0.5).clip(0, cells - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(cells))).astype(np.float32)


def paste(logits, window, box, width, height, slack=0.0):
    """The mask at photo resolution: logits above 0, cut off beyond the window and beyond the box grown by `slack` of its sides."""
    x0, y0, x1, y1 = window
    dx, dy = slack * (box[2] - box[0]), slack * (box[3] - box[1])
    left, right = inside(max(x0, box[0] - dx), min(x1, box[2] + dx), width)
    top, bottom = inside(max(y0, box[1] - dy), min(y1, box[3] + dy), height)
    rows = interpolation(height, y0, y1, logits.shape[0])[top:bottom]
    columns = interpolation(width, x0, x1, logits.shape[1])[left:right]
    mask = np.zeros((height, width), bool)
    mask[top:bottom, left:right] = rows @ logits @ columns.T > 0
    return mask


def inside(start, end, length):
    """The range of pixels whose centres lie between two places."""
    return max(0, int(np.ceil(start - 0.5))), max(0, min(length, int(np.ceil(end - 0.5))))


def iou(a, b):
    union = (a | b).sum()
    return float((a & b).sum() / union) if union else 1.0
