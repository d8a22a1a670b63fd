"""Computes the frozen features of every object under several views, once, for the training of the mask heads.

    python3 scripts/models/segment/extract.py fine
    python3 scripts/models/segment/extract.py fast

"fine" runs the trunk on a crop for each view; "fast" runs it on the photo and samples the maps in each object's window.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageEnhance

from coco import crop, flip, jitter, prompt_window, read_things, relative, soft_mask
from trunk import Trunk

HEAD, BACKBONE = "tower_0/CenternetHead/", "tower_0/MobilenetV3/"
FEATURES = {
    "s32": (HEAD + "c5_upsample/add", 128, 8),
    "s16": (HEAD + "c4_upsample/add", 96, 16),
    "s8": (HEAD + "c3_upsample/add", 64, 32),
    "s8b": (HEAD + "c3_reverse/1x1/Relu", 24, 32),
    "s4": (HEAD + "c2_reverse/1x1/Relu", 18, 32),
    "s4b": (BACKBONE + "expanded_conv_2/add", 24, 32),
}
"""Name → value of the graph, channels, side of the grid over the window."""
SAMPLES = {"s4": 2, "s4b": 2}
"""Samples along one side of a bin, where it is more than one."""
GRID = 64
"""Side of the masks."""
TRAIN_AREA = 200
"""Objects below this many square pixels are not trained on."""
MARGINS = (0.08, 0.3)
"""Of the windows in training that do not follow the rule."""
VIEWS = {"fine": 10, "fast": 8}
"""Training views an object."""
EVAL_KINDS = ("exact", "sloppy0", "sloppy1")
SLOPPY = 0.06
"""Standard deviation of the errors of sloppy boxes' edges, in sides."""
CROP_SIZE = 256
PHOTO_SIZE = 512


def eval_views(thing):
    """Exact, and two sloppy boxes; the same ones for every path."""
    rng = np.random.default_rng(thing.id % 2**32)
    return [(kind, thing.box if kind == "exact" else jitter(thing.box, SLOPPY, rng)) for kind in EVAL_KINDS]


def train_view(thing, rng, plain):
    """A box and a window: four boxes in ten exact, most windows by the rule."""
    box = thing.box if rng.random() < 0.4 else jitter(thing.box, rng.uniform(0.02, 0.09), rng)
    if plain or rng.random() < 0.5:
        return box, prompt_window(box)
    x0, y0, x1, y1 = prompt_window(box, rng.uniform(*MARGINS))
    dx, dy = rng.uniform(-0.05, 0.05, 2) * (x1 - x0, y1 - y0)
    return box, (x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def recolour(image, rng):
    image = ImageEnhance.Brightness(image).enhance(rng.uniform(0.7, 1.3))
    image = ImageEnhance.Contrast(image).enhance(rng.uniform(0.7, 1.3))
    image = ImageEnhance.Color(image).enhance(rng.uniform(0.5, 1.4))
    gains = rng.uniform(0.92, 1.08, 3)
    return Image.fromarray((np.asarray(image) * gains).clip(0, 255).astype(np.uint8))


def planes(image):
    return torch.from_numpy(np.asarray(image, np.float32).copy()).permute(2, 0, 1)


class Store:
    """Feature arrays on disk, filled in order."""

    def __init__(self, folder, count):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.items = folder, []
        shapes = {n: (FEATURES[n][1], FEATURES[n][2], FEATURES[n][2]) for n in FEATURES}
        shapes["target"] = (GRID, GRID)
        self.arrays = {
            n: np.lib.format.open_memmap(folder / f"{n}.npy", "w+", np.float16, (count, *shape)) for n, shape in shapes.items()
        }

    def add(self, features, target, thing, kind, box, window, mirrored=False):
        i = len(self.items)
        for name, value in features.items():
            self.arrays[name][i] = value
        self.arrays["target"][i] = target
        entry = {"thing": thing.id, "kind": kind, "box": relative(box, window), "window": window, "prompt": box}
        self.items.append({**entry, "fold": thing.photo.fold, "area": thing.area, "mirrored": mirrored})

    def close(self):
        (self.folder / "items.json").write_text(json.dumps(self.items))


def pool(x, grid):
    while x.shape[-1] > grid:
        x = F.avg_pool2d(x, 2)
    return x


def extract_fine(things, trunk, folder):
    """Crops to `folder`; the mirror images of those that the head is measured on to the folder beside it."""
    views = VIEWS["fine"]
    store = Store(folder, len(things) * (views + len(EVAL_KINDS)))
    mirror_images = Store(folder.with_name(f"{folder.name}-mirrored"), len(things) * len(EVAL_KINDS))
    rng = np.random.default_rng(1)
    batch = []

    def flush():
        values = trunk(torch.stack([planes(image) for _, image, _ in batch]))
        for i, (target_store, _, arguments) in enumerate(batch):
            target_store.add({n: pool(values[v][i : i + 1], grid)[0].numpy() for n, (v, _, grid) in FEATURES.items()}, *arguments)
        batch.clear()

    def look(target_store, image, target, thing, kind, box, window, mirrored):
        if mirrored:
            image, target = image.transpose(Image.FLIP_LEFT_RIGHT), target[:, ::-1]
            box, window = flip(box), flip(window)
        batch.append((target_store, image, (target, thing, kind, box, window, mirrored)))
        if len(batch) == 8:
            flush()

    pixels = {}
    for thing in things:
        if thing.photo not in pixels:
            pixels = {thing.photo: thing.photo.pixels()}
        jobs = [(kind, box, prompt_window(box)) for kind, box in eval_views(thing)]
        jobs += [("train", *train_view(thing, rng, plain=v == 0)) for v in range(views)]
        for v, (kind, box, window) in enumerate(jobs):
            image = crop(pixels[thing.photo], window, CROP_SIZE)
            target = soft_mask(thing.polygons, window, GRID)
            if kind == "train" and v > 3:
                image = recolour(image, rng)
            look(store, image, target, thing, kind, box, window, kind == "train" and v % 2 == 0)
            if kind != "train":
                look(mirror_images, image, target, thing, kind, box, window, True)
    if batch:
        flush()
    store.close()
    mirror_images.close()


def sample(values, windows, size):
    """
    The maps of a `size`² input in windows given in input pixels, as ONNX's RoiAlign reads them: the mean of SAMPLES²
    bilinear samples a bin, clamped within one cell of the map, 0 further out.
    """
    features = {}
    windows = torch.tensor(windows, dtype=torch.float32)
    x0, y0, x1, y1 = (side[:, None] for side in windows.unbind(1))
    for name, (value, _, grid) in FEATURES.items():
        maps = values[value]
        cells = maps.shape[-1]
        side = grid * SAMPLES.get(name, 1)
        part = (torch.arange(side) + 0.5) / side
        x, y = ((start + part * (end - start)) * cells / size - 0.5 for start, end in ((x0, x1), (y0, y1)))
        x, y = x[:, None, :].expand(-1, side, side), y[:, :, None].expand(-1, side, side)
        inside = (x >= -1) & (x <= cells) & (y >= -1) & (y <= cells)
        places = torch.stack([(2 * x + 1) / cells - 1, (2 * y + 1) / cells - 1], -1).flatten(0, 1)[None]
        read = F.grid_sample(maps, places, mode="bilinear", padding_mode="border", align_corners=False)
        read = read[0].unflatten(1, (len(windows), side)) * inside
        features[name] = pool(read.transpose(0, 1), grid).numpy()
    return features


def extract_fast(things, trunk, folder):
    """Maps of each view of a photo, read in the windows of its objects; a view that cuts an object off has none of it."""
    views, size = VIEWS["fast"], PHOTO_SIZE
    store = Store(folder, len(things) * (views + len(EVAL_KINDS)))
    rng = np.random.default_rng(1)
    photos = {}
    for thing in things:
        photos.setdefault(thing.photo, []).append(thing)
    for photo, own in photos.items():
        image = photo.pixels()
        for v in range(views + 1):
            mirrored = v % 2 == 0 and v > 0
            view = (0, 0, photo.width, photo.height)
            if v > 2:
                w, h = rng.uniform(0.75, 1, 2) * (photo.width, photo.height)
                x, y = rng.uniform(0, photo.width - w), rng.uniform(0, photo.height - h)
                view = (x, y, x + w, y + h)
            stretched = image.resize((size, size), Image.BILINEAR, view)
            if v > 3:
                stretched = recolour(stretched, rng)
            if mirrored:
                stretched = stretched.transpose(Image.FLIP_LEFT_RIGHT)
            values = trunk(planes(stretched)[None])
            to_x, to_y = size / (view[2] - view[0]), size / (view[3] - view[1])
            jobs = []
            for thing in own:
                x0, y0, x1, y1 = thing.box
                if x0 < view[0] - 1 or y0 < view[1] - 1 or x1 > view[2] + 1 or y1 > view[3] + 1:
                    continue
                if v == 0:
                    jobs += [(thing, kind, box, prompt_window(box)) for kind, box in eval_views(thing)]
                else:
                    jobs.append((thing, "train", *train_view(thing, rng, plain=v == 1)))
            seen = []
            for _, _, _, (x0, y0, x1, y1) in jobs:
                x0, x1, y0, y1 = (x0 - view[0]) * to_x, (x1 - view[0]) * to_x, (y0 - view[1]) * to_y, (y1 - view[1]) * to_y
                seen.append((size - x1, y0, size - x0, y1) if mirrored else (x0, y0, x1, y1))
            if not jobs:
                continue
            features = sample(values, seen, size)
            for i, (thing, kind, box, window) in enumerate(jobs):
                target = soft_mask(thing.polygons, window, GRID)
                if mirrored:
                    target, box, window = target[:, ::-1], flip(box), flip(window)
                store.add({n: f[i] for n, f in features.items()}, target, thing, kind, box, window, mirrored)
    store.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("path", choices=["fast", "fine"])
    parser.add_argument("--data", default="../shared/data/coco")
    parser.add_argument("--model", default="public/models/centernet.onnx")
    parser.add_argument("--out", default=".cache/segment")
    options = parser.parse_args()
    torch.set_num_threads(2)
    things = read_things(options.data, TRAIN_AREA)
    trunk = Trunk(options.model, [value for value, _, _ in FEATURES.values()])
    extract = {"fine": extract_fine, "fast": extract_fast}[options.path]
    extract(things, trunk, Path(options.out) / options.path)


if __name__ == "__main__":
    main()
