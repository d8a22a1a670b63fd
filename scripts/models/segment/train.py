"""Trains a mask head on the features that extract.py wrote, and measures it on the photos that it did not see.

    python3 scripts/models/segment/train.py fine --fold 0        # trains on photos of the other folds, measures on these
    python3 scripts/models/segment/train.py fine --fold all      # trains on every photo: the head that is shipped
"""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from coco import iou, paste, rasterise, read_things
from head import CONFIGS, POINTS, MaskHead

MEASURED_AREA = 32**2


class Features:
    def __init__(self, folder, names):
        self.arrays = {n: np.load(folder / f"{n}.npy", mmap_mode="r") for n in sorted(names)}
        self.target = np.load(folder / "target.npy", mmap_mode="r")
        self.items = json.loads((folder / "items.json").read_text())
        self.box = torch.tensor([item["box"] for item in self.items], dtype=torch.float32)

    def batch(self, indices):
        features = {n: torch.from_numpy(a[indices]).float().to(memory_format=torch.channels_last) for n, a in self.arrays.items()}
        if "rgb" in features:
            features["rgb"] = features["rgb"] / 128 - 1
        return features, self.box[indices], torch.from_numpy(self.target[indices]).float()


def loss_of(logits, target, box):
    """Cross entropy and dice; cells far outside of the box count little."""
    size = logits.shape[-1]
    target = target if target.shape[-1] == size else F.avg_pool2d(target[:, None], target.shape[-1] // size)[:, 0]
    at = (torch.arange(size) + 0.5) / size
    w, h = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    grow = 0.08
    in_x = (at > (box[:, 0] - grow * w)[:, None]) & (at < (box[:, 2] + grow * w)[:, None])
    in_y = (at > (box[:, 1] - grow * h)[:, None]) & (at < (box[:, 3] + grow * h)[:, None])
    weight = 0.15 + 0.85 * (in_y[:, :, None] & in_x[:, None, :]).float()
    entropy = (F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum((1, 2)) / weight.sum((1, 2))
    p = torch.sigmoid(logits) * weight
    t = target * weight
    dice = 1 - (2 * (p * target).sum((1, 2)) + 1) / (p.sum((1, 2)) + t.sum((1, 2)) + 1)
    return (entropy + dice).mean()


def sample_clicks(logits, target, box, points, rng):
    """Adds to each prompt one click in the larger of the two wrong regions, at a random cell of it."""
    points = points.clone()
    size = target.shape[-1]
    for i in range(len(points)):
        missing = ((target[i] > 0.6) & (logits[i] < 0)).flatten()
        excess = ((target[i] < 0.4) & (logits[i] > 0)).flatten()
        region, sign = (missing, 1) if missing.sum() >= excess.sum() else (excess, -1)
        cells = region.nonzero()[:, 0]
        free = (points[i, :, 2] == 0).nonzero()
        if len(cells) < 3 or len(free) == 0:
            continue
        cell = int(cells[rng.integers(len(cells))])
        points[i, free[0, 0]] = torch.tensor([(cell % size + 0.5) / size, (cell // size + 0.5) / size, sign])
    return points


def train(features, indices, config, options):
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    head = MaskHead(config, options.dropout).to(memory_format=torch.channels_last)
    average = copy.deepcopy(head).eval()
    decayed = [p for p in head.parameters() if p.ndim > 1]
    rest = [p for p in head.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": options.decay}, {"params": rest, "weight_decay": 0}], options.rate)
    steps, batch = options.steps, options.batch
    order = np.concatenate([rng.permutation(indices) for _ in range(steps * batch // len(indices) + 1)])
    started = time.time()
    running = 0
    for step in range(steps):
        rate = options.rate * min(1, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * step / steps))
        for group in optimiser.param_groups:
            group["lr"] = rate
        values, box, target = features.batch(np.sort(order[step * batch : (step + 1) * batch]))
        box = box + torch.randn_like(box) * 0.01
        if "rgb" in values:
            values["rgb"] = values["rgb"] * (1 + 0.1 * torch.randn(len(box), 3, 1, 1)) + 0.1 * torch.randn(len(box), 3, 1, 1)
        points = torch.zeros(len(box), POINTS, 3)
        if config["clicks"] and rng.random() < 0.3:
            head.eval()
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                for _ in range(rng.integers(1, 4)):
                    points = sample_clicks(head(values, box, points)[0], target, box, points, rng)
        head.train()
        with torch.autocast("cpu", torch.bfloat16):
            logits, first, second = (o.float() for o in head(values, box, points))
        loss = loss_of(logits, target, box) + 0.2 * loss_of(first, target, box) + 0.3 * loss_of(second, target, box)
        optimiser.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(head.parameters(), 5)
        if not torch.isfinite(norm):
            raise FloatingPointError(f"The gradient of step {step} is not finite.")
        optimiser.step()
        keep = min(0.995, (step + 1) / (step + 10))
        with torch.no_grad():
            for mean, now in zip(average.state_dict().values(), head.state_dict().values()):
                mean.copy_(mean * keep + now * (1 - keep) if mean.is_floating_point() else now)
        running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
        if step % 100 == 99:
            print(f"step {step + 1}/{steps} loss {running:.4f} {time.time() - started:.0f} s", flush=True)
    return average


@torch.no_grad()
def predict(head, features, indices, points=None):
    logits = []
    for i in range(0, len(indices), 32):
        values, box, _ = features.batch(indices[i : i + 32])
        p = torch.zeros(len(box), POINTS, 3) if points is None else points[i : i + 32]
        logits.append(head(values, box, p)[0])
    return torch.cat(logits).numpy()


def measure(head, features, things, fold, slacks=(0.0,), clicks=0):
    """IoU of every unseen object at photo resolution, by kind of prompt: [{thing, area, kind, iou…}]."""
    items = features.items
    indices = np.array([i for i, it in enumerate(items) if it["kind"] != "train" and it["fold"] == fold])
    rows = []
    rng = np.random.default_rng(0)
    points = torch.zeros(len(indices), POINTS, 3)
    for click in range(clicks + 1):
        logits = predict(head, features, indices, points)
        for i, l in zip(indices, logits):
            item = items[i]
            if click and item["kind"] != "exact":
                continue
            thing = things[item["thing"]]
            truth = rasterise(thing.polygons, thing.photo.width, thing.photo.height)
            row = {"thing": thing.id, "area": thing.area, "kind": f"clicks{click}" if click else item["kind"]}
            for slack in slacks:
                mask = paste(l, item["window"], item["prompt"], thing.photo.width, thing.photo.height, slack)
                row[f"iou{slack:g}"] = iou(mask, truth)
            rows.append(row)
        if click < clicks:
            points = sample_clicks(torch.from_numpy(logits), torch.from_numpy(features.target[indices].astype(np.float32)), None, points, rng)
    return rows


def summary(rows, key="iou0"):
    lines = []
    for kind in sorted({row["kind"] for row in rows}):
        of_kind = [row for row in rows if row["kind"] == kind]
        values = np.array([row[key] for row in of_kind if row["area"] > MEASURED_AREA])
        small = np.array([row[key] for row in of_kind if MEASURED_AREA < row["area"] <= 96**2])
        large = np.array([row[key] for row in of_kind if row["area"] > 96**2])
        tiny = np.array([row[key] for row in of_kind if row["area"] <= MEASURED_AREA])
        lines.append(
            f"{kind:8} {key:8} n {len(values)} mIoU {values.mean():.4f} median {np.median(values):.4f} "
            f"32-96 {small.mean():.3f} >96 {large.mean():.3f} <32 {tiny.mean():.3f} IoU>.75 {(values > 0.75).mean():.3f}"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path", choices=CONFIGS)
    parser.add_argument("--fold", default="all")
    parser.add_argument("--data", default="../shared/data/coco")
    parser.add_argument("--cache", default=".cache/segment")
    parser.add_argument("--features", default=None)
    parser.add_argument("--tag", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    config = CONFIGS[options.path]
    cache = Path(options.cache)
    features = Features(cache / (options.features or options.path), set(config["coarse"]) | set(config["detail"]))
    things = {thing.id: thing for thing in read_things(options.data)}
    fold = None if options.fold == "all" else int(options.fold)
    indices = np.array([i for i, it in enumerate(features.items) if it["kind"] == "train" and it["fold"] != fold])
    head = train(features, indices, config, options)
    parameters = sum(p.numel() for p in head.parameters())
    print(f"{options.path} fold {options.fold}: {parameters} parameters, {len(indices)} views")
    name = f"{options.path}-{options.fold}{options.tag}"
    torch.save(head.state_dict(), cache / f"{name}.pt")
    if fold is not None:
        rows = measure(head, features, things, fold, (0.0, 1.0), 3 if config["clicks"] else 0)
        (cache / f"{name}.json").write_text(json.dumps(rows))
        for key in ("iou0", "iou1"):
            print(summary(rows, key))


if __name__ == "__main__":
    main()
