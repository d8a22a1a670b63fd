"""What needs no training, on the same objects and prompts: the filled box, the ellipse in it, and GrabCut.

    python3 scripts/models/segment/baselines.py
"""

import argparse

import cv2
import numpy as np

from coco import inside, iou, prompt_window, rasterise, read_things
from extract import eval_views
from train import MEASURED_AREA

GRABCUT_SIDE = 192
"""GrabCut sees the window with its longer side this long at most, for it takes a second and more on whole photos."""
ITERATIONS = 5
LEAST_SHARE = 0.1
"""Where GrabCut keeps less of the box than this, it has failed, and the filled box stands in for it."""


def filled_box(thing, box):
    mask = np.zeros((thing.photo.height, thing.photo.width), bool)
    left, right = inside(box[0], box[2], thing.photo.width)
    top, bottom = inside(box[1], box[3], thing.photo.height)
    mask[top:bottom, left:right] = True
    return mask


def ellipse(thing, box):
    x = (np.arange(thing.photo.width) + 0.5 - (box[0] + box[2]) / 2) / ((box[2] - box[0]) / 2)
    y = (np.arange(thing.photo.height) + 0.5 - (box[1] + box[3]) / 2) / ((box[3] - box[1]) / 2)
    return x[None] ** 2 + y[:, None] ** 2 < 1


def grabcut(thing, box, pixels):
    filled = filled_box(thing, box)
    x0, y0, x1, y1 = prompt_window(box)
    left, right = inside(x0, x1, thing.photo.width)
    top, bottom = inside(y0, y1, thing.photo.height)
    view, known = pixels[top:bottom, left:right], filled[top:bottom, left:right]
    scale = min(1, GRABCUT_SIDE / max(view.shape[:2]))
    size = max(2, round(view.shape[1] * scale)), max(2, round(view.shape[0] * scale))
    labels = np.where(cv2.resize(known.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST), cv2.GC_PR_FGD, cv2.GC_BGD)
    labels = labels.astype(np.uint8)
    if (labels == cv2.GC_BGD).any() and (labels == cv2.GC_PR_FGD).any():
        image = cv2.resize(view, size, interpolation=cv2.INTER_AREA)
        cv2.setRNGSeed(1)
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(image, labels, None, *models, ITERATIONS, cv2.GC_INIT_WITH_MASK)
    kept = ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).astype(np.float32)
    mask = np.zeros_like(filled)
    mask[top:bottom, left:right] = cv2.resize(kept, known.shape[::-1], interpolation=cv2.INTER_LINEAR) > 0.5
    mask &= filled
    return mask if mask.sum() >= LEAST_SHARE * filled.sum() else filled


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", default="../shared/data/coco")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    scores = {}
    photo, pixels = None, None
    for thing in read_things(options.data):
        if thing.area <= MEASURED_AREA:
            continue
        if thing.photo != photo:
            photo, pixels = thing.photo, np.asarray(thing.photo.pixels())[..., ::-1].copy()
        truth = rasterise(thing.polygons, photo.width, photo.height)
        for kind, box in eval_views(thing)[:2]:
            masks = {"box": filled_box(thing, box), "ellipse": ellipse(thing, box), "grabcut": grabcut(thing, box, pixels)}
            for name, mask in masks.items():
                scores.setdefault((name, kind), []).append((thing.area, iou(mask, truth)))
    for (name, kind), rows in scores.items():
        areas, values = np.array(rows).T
        small, large = values[areas <= 96**2], values[areas > 96**2]
        print(
            f"{name:8} {kind:8} n {len(values)} mIoU {values.mean():.4f} median {np.median(values):.4f} "
            f"32-96 {small.mean():.3f} >96 {large.mean():.3f}"
        )


if __name__ == "__main__":
    main()
