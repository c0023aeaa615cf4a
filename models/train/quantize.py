"""Dynamic int8 quantization of an exported graph: constant matrices, embedding tables and position tables."""
from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Smaller tables are left alone: what they save is not worth their nodes.
TABLE_ROWS = 256


def quantize(model: onnx.ModelProto) -> onnx.ModelProto:
    """Quantizes a model in place and returns it. Branches of an If are treated as the main graph is.

    MatMul by a constant [n, m]: MatMulInteger, int8 with one symmetric scale for each of the m columns.
    Gather of a constant: int8 with one scale for each entry that is gathered; a table that is a MatMul's constant
    as well (Gather on axis 1) shares it and its scales.
    Slice of a constant table (positions): float16.
    """
    Quantizer(model.graph).run()
    return model


class Quantizer:
    """One graph with the constants that its new nodes need, made once each."""

    def __init__(self, graph: onnx.GraphProto):
        self.graph = graph
        self.constants = {i.name: i for i in graph.initializer}
        self.fresh: dict[str, onnx.TensorProto] = {}

    def run(self) -> None:
        nodes = self.rewritten(self.graph.node)
        used = references(nodes)
        kept = [i for i in self.graph.initializer if i.name in used]
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(nodes)
        self.graph.initializer.extend([*kept, *self.fresh.values()])

    def rewritten(self, nodes) -> list[onnx.NodeProto]:
        """The nodes of one graph or branch, with those that stand for quantized ones."""
        out: list[onnx.NodeProto] = []
        inputs: set[str] = set()
        for node in nodes:
            for branch in branches(node):
                inner = self.rewritten(branch.node)
                del branch.node[:]
                branch.node.extend(inner)
            if node.op_type == "MatMul" and self.is_table(node.input[1]):
                out += self.matmul(node, inputs)
            elif node.op_type == "Gather" and self.is_table(node.input[0], TABLE_ROWS):
                out += self.gather(node)
            elif node.op_type == "Slice" and self.is_table(node.input[0], TABLE_ROWS):
                out += self.half(node)
            else:
                out.append(node)
        return out

    def is_table(self, name: str, rows: int = 0) -> bool:
        """Whether a name is a constant float matrix whose longer side has at least so many entries."""
        i = self.constants.get(name)
        return i is not None and i.data_type == TensorProto.FLOAT and len(i.dims) == 2 and max(i.dims) >= rows

    def constant(self, name: str, value: np.ndarray) -> str:
        self.fresh.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def int8(self, name: str, axis: int) -> tuple[str, str]:
        """Names of the int8 table and of its scales [entries along axis]; both are named by the axis."""
        table = numpy_helper.to_array(self.constants[name])
        scale = np.maximum(np.abs(table).max(1 - axis, keepdims=True) / 127, 1e-12).astype(np.float32)
        whole = np.clip(np.round(table / scale), -127, 127).astype(np.int8)
        return self.constant(f"{name}/int8_{axis}", whole), self.constant(f"{name}/scale_{axis}", scale.reshape(-1))

    def matmul(self, node: onnx.NodeProto, inputs: set[str]) -> list[onnx.NodeProto]:
        """x [.., n] by a constant [n, m]; x is quantized once in each graph, however many read it.

        The constant's zero points are 0, which is what leaving them out means.
        """
        x, name, y = node.input[0], node.input[1], node.output[0]
        whole, scale = self.int8(name, 1)
        out = []
        if x not in inputs:
            inputs.add(x)
            outputs = [f"{x}/int8", f"{x}/scale", f"{x}/zero"]
            out.append(helper.make_node("DynamicQuantizeLinear", [x], outputs, name=f"{x}/quantize"))
        return out + [
            helper.make_node("MatMulInteger", [f"{x}/int8", whole, f"{x}/zero"], [f"{y}/int32"], name=f"{y}/matmul"),
            helper.make_node("Cast", [f"{y}/int32"], [f"{y}/float"], to=TensorProto.FLOAT, name=f"{y}/cast"),
            helper.make_node("Mul", [f"{x}/scale", scale], [f"{y}/scale"], name=f"{y}/scales"),
            helper.make_node("Mul", [f"{y}/float", f"{y}/scale"], [y], name=f"{y}/dequantize"),
        ]

    def gather(self, node: onnx.NodeProto) -> list[onnx.NodeProto]:
        """Entries of a table by ids [B,T]: rows [B,T,d] for axis 0, columns [d,B,T] for axis 1.

        The gathered scales [B,T] multiply columns as they are, rows after one more dimension.
        """
        axis = next((a.i for a in node.attribute if a.name == "axis"), 0)
        ids, y = node.input[1], node.output[0]
        whole, scale = self.int8(node.input[0], axis)
        out = [
            helper.make_node("Gather", [whole, ids], [f"{y}/int8"], axis=axis, name=f"{y}/gather"),
            helper.make_node("Cast", [f"{y}/int8"], [f"{y}/float"], to=TensorProto.FLOAT, name=f"{y}/cast"),
            helper.make_node("Gather", [scale, ids], [f"{y}/scale"], axis=0, name=f"{y}/scales"),
        ]
        factor = f"{y}/scale"
        if axis == 0:
            last = self.constant("last_axis", np.array([-1], np.int64))
            factor = f"{y}/row_scale"
            out.append(helper.make_node("Unsqueeze", [f"{y}/scale", last], [factor], name=f"{y}/unsqueeze"))
        return out + [helper.make_node("Mul", [f"{y}/float", factor], [y], name=f"{y}/dequantize")]

    def half(self, node: onnx.NodeProto) -> list[onnx.NodeProto]:
        """A slice of a table [n, d] kept as float16. The runtime casts it once, when it loads."""
        name = node.input[0]
        half = self.constant(f"{name}/half", numpy_helper.to_array(self.constants[name]).astype(np.float16))
        y = node.output[0]
        cast = helper.make_node("Cast", [half], [f"{y}/float"], to=TensorProto.FLOAT, name=f"{y}/cast")
        rest = onnx.NodeProto()
        rest.CopyFrom(node)
        rest.input[0] = f"{y}/float"
        return [cast, rest]


def branches(node: onnx.NodeProto) -> list[onnx.GraphProto]:
    return [a.g for a in node.attribute if a.type == onnx.AttributeProto.GRAPH]


def references(nodes) -> set[str]:
    """Every name that nodes read, inside branches too."""
    found: set[str] = set()
    for node in nodes:
        found.update(node.input)
        for branch in branches(node):
            found |= references(branch.node)
    return found
