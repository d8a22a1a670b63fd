"""The detector's network in torch: reads the ONNX file that the build makes and runs its nodes at any size.

Values keep the names of the TensorFlow graph, so that every intermediate map can be asked for by name.
"""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

# Wire format: https://protobuf.dev/programming-guides/encoding/; field numbers: onnx.proto of https://github.com/onnx/onnx.
DTYPES = {1: np.float32, 6: np.int32, 7: np.int64, 10: np.float16}


def fields(data):
    """Yields (field number, value) of one message: ints for varints, bytes for everything else."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
            continue
        size = {1: 8, 5: 4}.get(tag & 7) or varint()
        yield tag >> 3, data[at : at + size]
        at += size


def varints(data):
    return [value for _, value in fields(b"".join(b"\x08" + bytes(chunk) for chunk in split_varints(data)))]


def split_varints(data):
    start = 0
    for i, byte in enumerate(data):
        if byte < 128:
            yield data[start : i + 1]
            start = i + 1


def read_tensor(data):
    dims, code, name, raw = [], 1, "", b""
    for field, value in fields(data):
        if field == 1:
            dims += [value] if isinstance(value, int) else varints(value)
        elif field == 2:
            code = value
        elif field == 8:
            name = bytes(value).decode()
        elif field == 9:
            raw = value
    array = np.frombuffer(raw, DTYPES[code]).reshape(dims)
    return name, torch.from_numpy(array.astype(np.float32 if array.dtype == np.float16 else array.dtype))


def read_attribute(data):
    name = value = None
    for field, content in fields(data):
        if field == 1:
            name = bytes(content).decode()
        elif field == 2:
            value = float(np.frombuffer(content, np.float32)[0])
        elif field == 3:
            value = content
        elif field == 4:
            value = bytes(content).decode()
        elif field == 8:
            value = [content] if isinstance(content, int) else varints(content)
    return name, value


def read_node(data):
    node = {"inputs": [], "outputs": [], "attributes": {}}
    for field, value in fields(data):
        if field == 1:
            node["inputs"].append(bytes(value).decode())
        elif field == 2:
            node["outputs"].append(bytes(value).decode())
        elif field == 4:
            node["op"] = bytes(value).decode()
        elif field == 5:
            name, content = read_attribute(value)
            node["attributes"][name] = content
    return node


def upsample_asymmetric(x):
    """Doubles both axes as TensorFlow's legacy bilinear resize does: even positions are copies, odd ones means."""
    down = torch.cat([x[:, :, 1:], x[:, :, -1:]], 2)
    x = torch.stack([x, (x + down) / 2], 3).flatten(2, 3)
    right = torch.cat([x[..., 1:], x[..., -1:]], 3)
    return torch.stack([x, (x + right) / 2], 4).flatten(3, 4)


def convolve(x, weight, bias, attributes):
    top, left, bottom, right = attributes["pads"]
    if (top, left) == (bottom, right):
        padding = (top, left)
    else:
        x, padding = F.pad(x, (left, right, top, bottom)), 0
    return F.conv2d(x, weight, bias, attributes["strides"], padding, attributes["dilations"], attributes["group"])


class Trunk:
    """The part of an ONNX graph that the named values depend on; input and values are NCHW float32."""

    def __init__(self, path, wanted):
        model = Path(path).read_bytes()
        graph = next(value for field, value in fields(model) if field == 7)
        self.constants = dict(read_tensor(value) for field, value in fields(graph) if field == 5)
        nodes = [read_node(value) for field, value in fields(graph) if field == 1]
        needed = set(wanted)
        self.nodes = []
        for node in reversed(nodes):
            if needed & set(node["outputs"]):
                self.nodes.insert(0, node)
                needed |= set(node["inputs"])
        self.wanted = list(wanted)
        self._fold()

    def _fold(self):
        """Computes once what depends on constants alone."""
        rest = []
        for node in self.nodes:
            if all(name in self.constants for name in node["inputs"]):
                self.constants[node["outputs"][0]] = self._run(node, [self.constants[n] for n in node["inputs"]])
            else:
                rest.append(node)
        self.nodes = rest

    def _run(self, node, inputs):
        op, attributes = node["op"], node["attributes"]
        x = inputs[0]
        if op == "Cast":
            return x.float()
        if op == "Conv":
            return convolve(x, inputs[1], inputs[2] if len(inputs) > 2 else None, attributes)
        if op == "Relu":
            return F.relu(x)
        if op == "Sigmoid":
            return torch.sigmoid(x)
        if op == "HardSigmoid":
            return (attributes["alpha"] * x + attributes.get("beta", 0.5)).clamp(0, 1)
        if op == "Clip":
            return x.clamp(float(inputs[1]), float(inputs[2]))
        if op == "Mul":
            return x * inputs[1]
        if op == "Add":
            return x + inputs[1]
        if op == "Concat":
            return torch.cat(inputs, attributes["axis"])
        if op == "ReduceMean":
            return x.mean(attributes["axes"], keepdim=True)
        if op == "Resize":
            return upsample_asymmetric(x)
        if op == "Identity":
            return x
        raise ValueError(f"{op} is not known")

    @torch.no_grad()
    def __call__(self, image):
        """`image`: [batch, 3, height, width], RGB 0 to 255, both sides multiples of 32. Returns the wanted values by name."""
        values = {"image": image}
        for node in self.nodes:
            inputs = [self.constants.get(n, values.get(n)) for n in node["inputs"] if n]
            values[node["outputs"][0]] = self._run(node, inputs)
        return {name: values[name] for name in self.wanted}
