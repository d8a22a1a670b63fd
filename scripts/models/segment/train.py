"""Trains the mask head on the features that extract.py wrote, and measures it on the photos that it did not see.

    python3 scripts/models/segment/train.py --fold 0       # trains on the photos of the other folds, measures on these
    python3 scripts/models/segment/train.py --fold all     # trains on every photo: the head that is shipped
    python3 scripts/models/segment/train.py --evaluate     # prints the figures of all folds together
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

from coco import FOLDS, flip, iou, paste, rasterise, read_things
from head import POINTS, PROJECTED, MaskHead, both, folded, write_weights

MEASURED_AREA = 32**2


class Features:
    def __init__(self, folder):
        self.arrays = {n: np.load(folder / f"{n}.npy", mmap_mode="r") for n in PROJECTED}
        self.target = np.load(folder / "target.npy", mmap_mode="r")
        self.items = json.loads((folder / "items.json").read_text())
        self.box = torch.tensor([item["box"] for item in self.items], dtype=torch.float32)

    def batch(self, indices):
        features = {n: torch.from_numpy(a[indices]).float().to(memory_format=torch.channels_last) for n, a in self.arrays.items()}
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


def sample_clicks(logits, target, points, rng):
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


PATHS = {"fast": 0.0, "fine": 1.0}
"""Path → the constant that tells the head."""
SHARE_FINE = 0.55
"""Share of the fine path's views in a batch."""


def is_exact(item, thing):
    return np.allclose(item["prompt"], flip(thing.box) if item["mirrored"] else thing.box)


def mixed_batches(data, things, fold, options, rng):
    """Batches of views of both paths, none of them of the fold's photos; views with exact boxes come twice as often."""
    orders = {}
    for path, features in data.items():
        indices = [i for i, it in enumerate(features.items) if it["kind"] == "train" and it["fold"] != fold]
        indices += [i for i in indices if is_exact(features.items[i], things[features.items[i]["thing"]])]
        indices = np.array(indices)
        count = round(options.batch * (SHARE_FINE if path == "fine" else 1 - SHARE_FINE))
        rounds = options.steps * count // len(indices) + 1
        orders[path] = count, np.concatenate([rng.permutation(indices) for _ in range(rounds)])
    for step in range(options.steps):
        parts = []
        for path, (count, order) in orders.items():
            values, box, target = data[path].batch(np.sort(order[step * count : (step + 1) * count]))
            parts.append((values, box, target, torch.full((count,), PATHS[path])))
        features = {n: torch.cat([values[n] for values, *_ in parts]) for n in PROJECTED}
        yield features, *(torch.cat(column) for column in list(zip(*parts))[1:])


def train(data, things, fold, options):
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    head = MaskHead(options.dropout).to(memory_format=torch.channels_last)
    average = copy.deepcopy(head).eval()
    decayed = [p for p in head.parameters() if p.ndim > 1]
    rest = [p for p in head.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": options.decay}, {"params": rest, "weight_decay": 0}])
    started = time.time()
    running = 0
    for step, (features, box, target, fine) in enumerate(mixed_batches(data, things, fold, options, rng)):
        for group in optimiser.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * step / options.steps))
        box = box + torch.randn_like(box) * 0.01
        points = torch.zeros(len(box), POINTS, 3)
        if rng.random() < 0.25:
            head.eval()
            with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
                for _ in range(rng.integers(1, 4)):
                    guess = head(features, box, points, fine)[0]
                    points = sample_clicks(guess, target, points, rng) * fine[:, None, None]
        head.train()
        with torch.autocast("cpu", torch.bfloat16):
            logits, first = (output.float() for output in head(features, box, points, fine))
        loss = loss_of(logits, target, box) + 0.3 * loss_of(first, target, box)
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
            print(f"step {step + 1}/{options.steps} loss {running:.4f} {time.time() - started:.0f} s", flush=True)
    return average


def load(cache):
    """The features of both paths, and of the mirror images that the fine path adds when it is measured."""
    data = {path: Features(cache / path) for path in PATHS}
    return data, Features(cache / "fine-mirrored")


@torch.no_grad()
def predict(head, path, data, mirrored, indices, points):
    """Logits [N, 64, 64] for items of a path as the app computes them: the fine path looks at the mirror image, too."""
    features = data[path]
    places = {(it["thing"], it["kind"]): i for i, it in enumerate(mirrored.items)}
    logits = []
    for i in range(0, len(indices), 32):
        part, clicks = indices[i : i + 32], points[i : i + 32]
        values, box, _ = features.batch(part)
        if path == "fast":
            logits.append(head(values, box, clicks, torch.zeros(len(box)))[0])
            continue
        twins = np.array([places[features.items[j]["thing"], features.items[j]["kind"]] for j in part])
        other, _, _ = mirrored.batch(twins)
        logits.append(both(head, {n: torch.cat([values[n], other[n]]) for n in PROJECTED}, box, clicks))
    return torch.cat(logits).numpy()


def measure(head, path, data, mirrored, things, fold, clicks=0):
    """IoU of every unseen object at photo resolution, by kind of prompt; with the cut at the box, and with none."""
    features = data[path]
    indices = np.array([i for i, it in enumerate(features.items) if it["kind"] != "train" and it["fold"] == fold])
    exact = indices[[features.items[i]["kind"] == "exact" for i in indices]]
    target = torch.from_numpy(features.target[exact].astype(np.float32))
    points = torch.zeros(len(indices), POINTS, 3)
    rng = np.random.default_rng(0)
    truths = {}
    rows = []
    for click in range(clicks + 1):
        chosen = exact if click else indices
        predicted = predict(head, path, data, mirrored, chosen, points)
        for i, logits in zip(chosen, predicted):
            item = features.items[i]
            thing = things[item["thing"]]
            width, height = thing.photo.width, thing.photo.height
            if thing.id not in truths:
                truths[thing.id] = rasterise(thing.polygons, width, height)
            row = {"path": path, "thing": thing.id, "area": thing.area, "kind": f"clicks{click}" if click else item["kind"]}
            for name, slack in {"clipped": 0, "free": 1}.items():
                row[name] = iou(paste(logits, item["window"], item["prompt"], width, height, slack), truths[thing.id])
            rows.append(row)
        if click < clicks:
            if click == 0:
                keep = [features.items[i]["kind"] == "exact" for i in indices]
                predicted, points = predicted[keep], points[torch.tensor(keep)]
            points = sample_clicks(torch.from_numpy(predicted), target, points, rng)
    return rows


def summary(rows, key):
    lines = []
    for path, kind in sorted({(row["path"], row["kind"]) for row in rows}):
        of_kind = [row for row in rows if row["path"] == path and row["kind"] == kind]
        values = np.array([row[key] for row in of_kind if row["area"] > MEASURED_AREA])
        small = [row[key] for row in of_kind if MEASURED_AREA < row["area"] <= 96**2]
        large = [row[key] for row in of_kind if row["area"] > 96**2]
        tiny = [row[key] for row in of_kind if row["area"] <= MEASURED_AREA]
        lines.append(
            f"{path} {kind:8} {key:8} n {len(values)} mIoU {values.mean():.4f} median {np.median(values):.4f} 32-96 {np.mean(small):.3f} "
            f">96 {np.mean(large):.3f} <32 {np.mean(tiny):.3f} IoU>.75 {(values > 0.75).mean():.3f}"
        )
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--fold", default="all", choices=["all", *map(str, range(FOLDS))])
    parser.add_argument("--measure", action="store_true", help="measure the fold's trained head again")
    parser.add_argument("--evaluate", action="store_true", help="print the figures of all folds that were trained")
    parser.add_argument("--data", default="../shared/data/coco")
    parser.add_argument("--cache", default=".cache/segment")
    parser.add_argument("--tag", default="")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=1100)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cache = Path(options.cache)
    if options.evaluate:
        rows = [row for fold in range(FOLDS) for row in json.loads((cache / f"head-{fold}{options.tag}.json").read_text())]
        print(summary(rows, "clipped"), summary(rows, "free"), sep="\n")
        return
    data, mirrored = load(cache)
    fold = None if options.fold == "all" else int(options.fold)
    things = {thing.id: thing for thing in read_things(options.data)}
    if options.measure:
        head = MaskHead().eval()
        head.load_state_dict(torch.load(cache / f"head-{options.fold}{options.tag}.pt"))
    else:
        head = train(data, things, fold, options)
    print(f"fold {options.fold}: {sum(p.numel() for p in head.parameters())} parameters")
    torch.save(head.state_dict(), cache / f"head-{options.fold}{options.tag}.pt")
    for path in PATHS:
        write_weights(cache / f"{path}-{options.fold}{options.tag}.safetensors", folded(head, path))
    if fold is not None:
        rows = [row for path in PATHS for row in measure(head, path, data, mirrored, things, fold, 3 if path == "fine" else 0)]
        (cache / f"head-{fold}{options.tag}.json").write_text(json.dumps(rows))
        print(summary(rows, "clipped"), summary(rows, "free"), sep="\n")


if __name__ == "__main__":
    main()
