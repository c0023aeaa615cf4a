"""Export a trained model to ONNX in the hub's layout (Optimum's names), in float32 and int8.

    export.py --model RUN/model.pt --out DIR

DIR/onnx/encoder_model.onnx          input_ids, attention_mask -> last_hidden_state
DIR/onnx/decoder_model_merged.onnx   with use_cache_branch and past_key_values.*
DIR/onnx/*_quantized.onnx            the same in int8
DIR/config.json, DIR/generation_config.json

Unlike Optimum's merged decoder, which holds two whole decoders behind one If, only the cross-attention keys and
values are conditional here (computed from encoder_hidden_states in the first step, passed through after it): every
other node is shared, so the file holds each weight once and its softmaxes stand in the main graph. The decoder's
embedding table is its output projection's constant.
"""
from __future__ import annotations

import argparse
import inspect
import json
import math
import os

import onnx
import torch
from onnx import TensorProto, helper
from torch import Tensor, nn

from quantize import quantize
from seq2seq import Config, Seq2Seq, additive, load

OPSET = 14
# From torch 2.5 on there are two exporters; this is written for the tracing one.
TRACING = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}

Axes = dict[str, dict[int, str]]


class Encoder(nn.Module):
    def __init__(self, m: Seq2Seq):
        super().__init__()
        self.m = m

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Both [B,S] -> last_hidden_state [B,S,d]."""
        return self.m.encode(input_ids, attention_mask, fused=False)


class CrossKeysValues(nn.Module):
    def __init__(self, m: Seq2Seq):
        super().__init__()
        self.m = m

    def forward(self, encoder_hidden_states: Tensor) -> tuple[Tensor, ...]:
        """[B,S,d] -> per layer key and value, each [B,H,S,dh]."""
        return tuple(t for l in self.m.model.decoder.layers
                     for t in l.encoder_attn.keys_values(encoder_hidden_states))


class DecoderStep(nn.Module):
    def __init__(self, m: Seq2Seq):
        super().__init__()
        self.m = m
        self.register_buffer("table", m.model.shared.weight.detach().t().contiguous())  # [d,V]

    def forward(self, encoder_attention_mask: Tensor, input_ids: Tensor, *past: Tensor) -> tuple[Tensor, ...]:
        """encoder_attention_mask [B,S], input_ids [B,T], past per layer self key and value [B,H,P,dh], cross key
        and value [B,H,S,dh] -> logits [B,T,V], then per layer self key and value [B,H,P+T,dh]."""
        decoder = self.m.model.decoder
        start, length = past[0].size(2), input_ids.size(1)
        x = self.embed(input_ids) + decoder.embed_positions.weight[start: start + length]
        cross_mask = additive(encoder_attention_mask, x.dtype)
        steps = torch.arange(start + length)
        causal = (steps[None, :] > steps[start:, None]).float() * -1e9
        present: list[Tensor] = []
        for i, layer in enumerate(decoder.layers):
            k, v = layer.self_attn.keys_values(x)
            k, v = torch.cat([past[4 * i], k], 2), torch.cat([past[4 * i + 1], v], 2)
            present += [k, v]
            x = layer(x, (k, v), (past[4 * i + 2], past[4 * i + 3]), causal, cross_mask, fused=False)
        return (x @ self.table + self.m.final_logits_bias, *present)

    def embed(self, ids: Tensor) -> Tensor:
        """ids [B,T] -> [B,T,d], gathered as columns [d,B,T] of the projection's table."""
        return self.table[:, ids].permute(1, 2, 0) * math.sqrt(self.m.config.d_model)


def kv_names(layers: int, sides: tuple[str, ...] = ("decoder", "encoder")) -> list[str]:
    return [f"{i}.{side}.{kv}" for i in range(layers) for side in sides for kv in ("key", "value")]


def trace(module: nn.Module, inputs: dict[str, Tensor], outputs: list[str], axes: Axes, path: str) -> onnx.ModelProto:
    """Exports a module to path and reads it back; inputs by name, in the module's order."""
    torch.onnx.export(module.eval(), tuple(inputs.values()), path, input_names=list(inputs), output_names=outputs,
                      dynamic_axes=axes, opset_version=OPSET, do_constant_folding=True, **TRACING)
    return onnx.load(path)


def export_encoder(m: Seq2Seq, path: str) -> onnx.ModelProto:
    ids = torch.randint(3, m.config.vocab_size, (2, 7))
    axes = {0: "batch_size", 1: "encoder_sequence_length"}
    names = ("input_ids", "attention_mask", "last_hidden_state")
    return trace(Encoder(m), {"input_ids": ids, "attention_mask": torch.ones_like(ids)}, ["last_hidden_state"],
                 {name: axes for name in names}, path)


def export_decoder(m: Seq2Seq, path: str) -> onnx.ModelProto:
    merged = merge(trace_cross(m, path), trace_step(m, path), m.config)
    onnx.save(merged, path)
    return merged


def trace_cross(m: Seq2Seq, path: str) -> onnx.ModelProto:
    """encoder_hidden_states -> computed.N.encoder.*"""
    outputs = ["computed." + x for x in kv_names(m.config.decoder_layers, ("encoder",))]
    axes: Axes = {x: {0: "batch_size", 2: "encoder_sequence_length"} for x in outputs}
    axes["encoder_hidden_states"] = {0: "batch_size", 1: "encoder_sequence_length"}
    inputs = {"encoder_hidden_states": torch.randn(2, 7, m.config.d_model)}
    return trace(CrossKeysValues(m), inputs, outputs, axes, path)


def trace_step(m: Seq2Seq, path: str) -> onnx.ModelProto:
    """The cross keys and values come in as present.N.encoder.*, the name under which merge gives them out."""
    c = m.config
    inputs = {"encoder_attention_mask": torch.ones(2, 7, dtype=torch.long),
              "input_ids": torch.randint(3, c.vocab_size, (2, 2))}
    axes: Axes = {"encoder_attention_mask": {0: "batch_size", 1: "encoder_sequence_length"},
                  "input_ids": {0: "batch_size", 1: "decoder_sequence_length"},
                  "logits": {0: "batch_size", 1: "decoder_sequence_length"}}
    for x in kv_names(c.decoder_layers):
        cross = ".encoder." in x
        name = ("present." if cross else "past_key_values.") + x
        inputs[name] = torch.randn(2, c.heads, 7 if cross else 3, c.d_model // c.heads)
        axes[name] = {0: "batch_size", 2: "encoder_sequence_length" if cross else "past_decoder_sequence_length"}
    outputs = ["present." + x for x in kv_names(c.decoder_layers, ("decoder",))]
    for name in outputs:
        axes[name] = {0: "batch_size", 2: "past_decoder_sequence_length + decoder_sequence_length"}
    return trace(DecoderStep(m), inputs, ["logits", *outputs], axes, path)


def merge(cross: onnx.ModelProto, step: onnx.ModelProto, c: Config) -> onnx.ModelProto:
    """One decoder: the step with the cross keys and values before it, computed or reused behind an If."""
    compute, weights = prefixed(cross.graph, "cross/")
    names = kv_names(c.decoder_layers, ("encoder",))
    reuse = [helper.make_node("Identity", ["past_key_values." + x], ["reused." + x], name="cross/reuse/" + x)
             for x in names]
    branch = helper.make_node(
        "If", ["use_cache_branch"], ["present." + x for x in names], name="cross/keys_values",
        then_branch=helper.make_graph(reuse, "reuse", [], untyped("reused.", names)),
        else_branch=helper.make_graph(compute, "compute", [], untyped("computed.", names)))
    inputs, outputs = signature(step.graph, c)
    graph = helper.make_graph([branch, *step.graph.node], "decoder", inputs, outputs,
                              initializer=[*step.graph.initializer, *weights])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8,
                             producer_name="export.py")


def prefixed(graph: onnx.GraphProto, prefix: str) -> tuple[list[onnx.NodeProto], list[onnx.TensorProto]]:
    """A graph's nodes and constants under names of their own; its inputs and outputs keep theirs."""
    outputs = {o.name for o in graph.output}
    inner = [i.name for i in graph.initializer] + [o for n in graph.node for o in n.output if o not in outputs]
    renamed = {name: prefix + name for name in inner}
    for i in graph.initializer:
        i.name = renamed[i.name]
    for n in graph.node:
        n.name = prefix + n.name
        n.input[:] = [renamed.get(x, x) for x in n.input]
        n.output[:] = [renamed.get(x, x) for x in n.output]
    return list(graph.node), list(graph.initializer)


def untyped(prefix: str, names: list[str]) -> list[onnx.ValueInfoProto]:
    return [helper.make_tensor_value_info(prefix + x, TensorProto.FLOAT, None) for x in names]


def signature(step: onnx.GraphProto, c: Config) -> tuple[list[onnx.ValueInfoProto], list[onnx.ValueInfoProto]]:
    """Inputs and outputs of the merged decoder, in Optimum's order."""
    known = {v.name: v for v in [*step.input, *step.output]}

    def kv(name: str, length: str) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT,
                                             ["batch_size", c.heads, length, c.d_model // c.heads])

    hidden = ["batch_size", "encoder_sequence_length", c.d_model]
    inputs = [known["encoder_attention_mask"], known["input_ids"],
              helper.make_tensor_value_info("encoder_hidden_states", TensorProto.FLOAT, hidden)]
    outputs = [known["logits"]]
    for x in kv_names(c.decoder_layers):
        cross = ".encoder." in x
        past = "encoder_sequence_length_out" if cross else "past_decoder_sequence_length"
        inputs.append(kv("past_key_values." + x, past))
        outputs.append(kv("present." + x, "encoder_sequence_length") if cross else known["present." + x])
    inputs.append(helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1]))
    return inputs, outputs


def write_quantized(model: onnx.ModelProto, path: str) -> None:
    onnx.checker.check_model(model)
    small = quantize(model)
    onnx.checker.check_model(small)
    small_path = path.replace(".onnx", "_quantized.onnx")
    onnx.save(small, small_path)
    print(f"{path} {os.path.getsize(path)} bytes, int8 {os.path.getsize(small_path)}")


def write_json(value: dict, path: str) -> None:
    with open(path, "w", encoding="utf-8") as f:
        json.dump(value, f, indent=2)
        f.write("\n")


def generation_config(c: Config) -> dict:
    """generation_config.json; whoever wants greedy search says so in the call."""
    return {"pad_token_id": c.pad_id, "eos_token_id": c.eos_id, "decoder_start_token_id": c.pad_id,
            "bad_words_ids": [[c.pad_id]], "max_length": c.max_positions, "num_beams": 4}


def main() -> None:
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--model", required=True)
    p.add_argument("--out", required=True)
    a = p.parse_args()
    m = load(a.model).float()
    for q in m.parameters():
        q.requires_grad_(False)
    folder = os.path.join(a.out, "onnx")
    os.makedirs(folder, exist_ok=True)
    for name, export in (("encoder_model", export_encoder), ("decoder_model_merged", export_decoder)):
        path = os.path.join(folder, name + ".onnx")
        write_quantized(export(m, path), path)
    write_json(m.config.to_marian(), os.path.join(a.out, "config.json"))
    write_json(generation_config(m.config), os.path.join(a.out, "generation_config.json"))


if __name__ == "__main__":
    main()
