"""Writes a Keras model as a TF.js graph model with its manifest and golden cases.

The official converter pins an old TensorFlow; the format is small enough to write directly: freeze the graph, let
TensorFlow simplify it, put each constant's bytes into one weights file and the nodes into JSON.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Literal

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from google.protobuf.json_format import MessageToDict
from tensorflow.core.framework.graph_pb2 import GraphDef
from tensorflow.core.protobuf import config_pb2, device_properties_pb2, meta_graph_pb2
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2
from tensorflow.python.grappler import cluster, tf_optimizer

from training.exported import GOLDEN_FILE, MANIFEST_FILE, MODEL_FILE, WEIGHTS_FILE
from training.paths import REPO_DIR

FORMAT_VERSION = 1
GOLDEN_TOLERANCE = 1e-4

# Constants smaller than this stay float32 under quantisation: biases, scales and epsilons cost nothing and matter.
MIN_QUANTIZED_VALUE_COUNT = 256
FLOAT16_MAX = 65504.0

# Ops that the TF.js 4.22 converter knows and that have a kernel in the WASM backend, the narrowest one we run on.
# No control flow: it needs executeAsync, and breaks on WebGPU.
SUPPORTED_OPS = frozenset(
    """
    Abs Add AddN AddV2 All Any ArgMax ArgMin AvgPool BatchMatMul BatchMatMulV2 BatchToSpaceND BiasAdd BroadcastTo Cast
    Ceil ClipByValue Concat ConcatV2 Const Conv2D Cos Cumsum DepthToSpace DepthwiseConv2dNative Div DivNoNan Elu
    EnsureShape Equal Erf Exp ExpandDims Expm1 Fill Floor FloorDiv FloorMod FusedBatchNormV3
    FusedDepthwiseConv2dNative Gather GatherNd GatherV2 Greater GreaterEqual Identity IdentityN IsNan LeakyRelu Less
    LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr MatMul Max MaxPool Maximum Mean Min Minimum MirrorPad Mul Neg NoOp
    NotEqual OneHot OnesLike Pack Pad PadV2 Placeholder Pow Prod Range Rank RealDiv Reciprocal Relu Relu6 Reshape
    ResizeBilinear ReverseV2 Round Rsqrt ScatterNd Select SelectV2 Selu Shape Sigmoid Sign Sin Size Slice Softmax
    Softplus SpaceToBatchND Split SplitV Sqrt Square SquaredDifference Squeeze StopGradient StridedSlice Sub Sum Tanh
    Tile Transpose Unpack ZerosLike _FusedConv2D _FusedMatMul
    """.split()
)
SUPPORTED_FUSED_OPS = frozenset({"BiasAdd", "Relu", "Relu6", "Elu", "LeakyRelu"})

_SIMPLIFY = ("pruning", "constfold", "arithmetic", "common_subgraph_elimination", "dependency", "pruning")
_FUSE = ("remap", "constfold", "arithmetic", "dependency")
CPU_DEVICE = "/device:CPU:0"
_STORED_DTYPES = {"float32": "float32", "int32": "int32", "int64": "int32", "bool": "bool"}

Quantization = Literal["float16"]

# From {input name: (rowCount, ...)} to {output name: (rowCount, ...)}.
GraphFunction = Callable[[Mapping[str, np.ndarray]], dict[str, np.ndarray]]


@dataclass(frozen=True)
class Exported:
    """What an export wrote. outputs: each golden output as (caseCount, ...), from the weights as exported."""

    folder: Path
    weights_bytes: int
    weights_sha256: str
    op_counts: dict[str, int]
    outputs: dict[str, np.ndarray]


def export_graph_model(
    model: keras.Model,
    contract_path: Path,
    out_dir: Path,
    golden_inputs: Mapping[str, np.ndarray],
    measured: Mapping | Callable[[GraphFunction], Mapping],
    quantization: Quantization | None = None,
) -> Exported:
    """Writes model.json, weights.bin, manifest.json and golden.json into out_dir.

    model: float32 (not mixed precision), no training-only outputs. Its inputs carry the names, and have the shapes,
      of the contract's inputs; it returns a dict with the contract's output names, or one tensor where the contract
      has one output. LSTMs must be built with unroll=True, and GELU is to be its tanh approximation (TF.js has no
      Erfc); what TF.js cannot run is refused with the op's name.
    contract_path: the hand-written training/contracts/<model>.json; the manifest is that and what was measured.
    golden_inputs: for each input name an array (caseCount, ...) of made-up cases, never rows of a data set. Each
      case is run alone, as a batch of one, through the graph with its stored (quantised) weights.
    measured: {"trainedOn": [{"dataset": str, "terms": str}], "metrics": {name: finite number}}, nothing else; or a
      function that returns it, given the exported graph as a function from {input name: (rowCount, ...)} to
      {output name: (rowCount, ...)}, so that the figures are those of the weights as stored.
    quantization: "float16" halves the weights file; None keeps float32.
    """
    contract = json.loads(Path(contract_path).read_text())
    graph, input_names, output_names = _freeze(model, contract)
    constants = _take_constants(graph)
    stored = {name: _quantize(value, quantization) for name, value in constants.items()}
    run = graph_function(graph, constants | _dequantized(stored), input_names, output_names)
    outputs = _run_cases(run, input_names, output_names, golden_inputs)
    facts = measured(run) if callable(measured) else measured
    _check_measured(facts)

    out_dir = Path(out_dir)
    out_dir.mkdir(parents=True, exist_ok=True)
    weights = b"".join(value.tobytes() for value in stored.values())
    specs = [_weight_spec(name, constants[name], stored[name]) for name in stored]
    _write_json(out_dir / MODEL_FILE, _graph_model(graph, contract, input_names, output_names, specs))
    (out_dir / WEIGHTS_FILE).write_bytes(weights)
    weights_sha256 = hashlib.sha256(weights).hexdigest()
    manifest = {
        "formatVersion": FORMAT_VERSION,
        **contract,
        "weightsSha256": weights_sha256,
        "weightsBytes": len(weights),
        "trainedOn": facts["trainedOn"],
        "metrics": facts["metrics"],
        "createdAt": datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "gitCommit": _git_commit(),
    }
    _write_json(out_dir / MANIFEST_FILE, manifest, indent=2)
    _write_json(out_dir / GOLDEN_FILE, _golden(golden_inputs, outputs))
    op_counts: dict[str, int] = {}
    for node in graph.node:
        op_counts[node.op] = op_counts.get(node.op, 0) + 1
    return Exported(out_dir, len(weights), weights_sha256, op_counts, outputs)


def _check_measured(measured: Mapping) -> None:
    if set(measured) != {"trainedOn", "metrics"}:
        raise ValueError(f"measured holds {sorted(measured)}; expected trainedOn and metrics.")
    for source in measured["trainedOn"]:
        if set(source) != {"dataset", "terms"}:
            raise ValueError(f"trainedOn has an entry with {sorted(source)}; expected dataset and terms.")
    for name, value in measured["metrics"].items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"Metric {name} is {value!r}; expected a finite number.")


def _freeze(model: keras.Model, contract: Mapping) -> tuple[GraphDef, dict[str, str], dict[str, str]]:
    """Returns the simplified graph and, by contract name, the graph's input and output tensor names."""
    inputs, outputs = contract["inputs"], contract["outputs"]
    model_input_names = {tensor.name for tensor in model.inputs}
    if model_input_names != {spec["name"] for spec in inputs}:
        raise ValueError(
            f"The model's inputs are {sorted(model_input_names)}; "
            f"the contract's are {sorted(spec['name'] for spec in inputs)}."
        )
    specs = [
        tf.TensorSpec([None if size == -1 else size for size in spec["shape"]], tf.float32, name=spec["name"])
        for spec in inputs
    ]

    def run(*tensors):
        by_name = {spec["name"]: tensor for spec, tensor in zip(inputs, tensors, strict=True)}
        ordered = [by_name[tensor.name] for tensor in model.inputs]
        result = model(ordered if len(ordered) > 1 else ordered[0], training=False)
        if not isinstance(result, Mapping):
            result = {outputs[0]["name"]: result}
        if set(result) != {spec["name"] for spec in outputs}:
            raise ValueError(
                f"The model's outputs are {sorted(result)}; the contract's are {[spec['name'] for spec in outputs]}."
            )
        return [_output(result[spec["name"]], spec) for spec in outputs]

    concrete = tf.function(run, input_signature=specs, autograph=False).get_concrete_function()
    frozen = convert_variables_to_constants_v2(concrete, lower_control_flow=False)
    fetches = [tensor.name.split(":")[0] for tensor in frozen.outputs]
    graph = _simplify(frozen.graph, fetches, _SIMPLIFY + _FUSE)
    if _unsupported(graph):
        # Some fusions (a tanh into a matrix product, say) exist in TensorFlow's CPU kernels alone: do without them.
        graph = _simplify(frozen.graph, fetches, _SIMPLIFY)
    if unsupported := _unsupported(graph):
        raise ValueError(f"TF.js does not run {', '.join(unsupported)}.")
    input_names = {spec["name"]: tensor.name for spec, tensor in zip(inputs, frozen.inputs, strict=True)}
    output_names = {spec["name"]: f"{fetch}:0" for spec, fetch in zip(outputs, fetches, strict=True)}
    node_names = {node.name for node in graph.node}
    for name in (*input_names.values(), *output_names.values()):
        if name.split(":")[0] not in node_names:
            raise ValueError(f"The simplified graph lost {name}: the model does not use it.")
    return graph, input_names, output_names


def _output(tensor: tf.Tensor, spec: Mapping) -> tf.Tensor:
    wanted = tuple(None if size == -1 else size for size in spec["shape"])
    found = tuple(tensor.shape)
    if found != wanted or tensor.dtype != tf.float32:
        raise ValueError(f"Output {spec['name']} is {tensor.dtype.name} {found}; the contract says float32 {wanted}.")
    return tf.identity(tensor, name=spec["name"])


def _simplify(graph: tf.Graph, fetches: list[str], passes: tuple[str, ...]) -> GraphDef:
    config = config_pb2.ConfigProto()
    rewrite = config.graph_options.rewrite_options
    rewrite.optimizers[:] = passes
    rewrite.min_graph_nodes = -1  # grappler leaves graphs of fewer than four nodes alone by default
    placed = graph.as_graph_def()
    for node in placed.node:
        node.device = CPU_DEVICE  # grappler fuses only what it knows to run on a CPU
    with tf.Graph().as_default() as placed_graph:
        tf.graph_util.import_graph_def(placed, name="")
    meta_graph = tf.compat.v1.train.export_meta_graph(graph_def=placed, graph=placed_graph)
    kept = meta_graph_pb2.CollectionDef()
    kept.node_list.value.extend(fetches)
    meta_graph.collection_def["train_op"].CopyFrom(kept)
    device = device_properties_pb2.NamedDevice(name=CPU_DEVICE)
    device.properties.type = "CPU"
    simplified = tf_optimizer.OptimizeGraph(config, meta_graph, cluster=cluster.Cluster(devices=[device]))
    for node in simplified.node:
        node.device = ""
    return simplified


def _unsupported(graph: GraphDef) -> list[str]:
    """Returns what in the graph TF.js cannot run: ops, activations fused into others, number types."""
    found = {node.op for node in graph.node if node.op not in SUPPORTED_OPS}
    for node in graph.node:
        fused = {name.decode() for name in node.attr["fused_ops"].list.s} if "fused_ops" in node.attr else set()
        found |= {f"{node.op}({name})" for name in fused - SUPPORTED_FUSED_OPS}
        for key in ("T", "dtype", "DstT"):
            if key in node.attr and node.attr[key].type in (tf.bfloat16.as_datatype_enum, tf.half.as_datatype_enum):
                found.add(f"{node.op} in half precision")
    return sorted(found)


def _take_constants(graph: GraphDef) -> dict[str, np.ndarray]:
    """Takes the values out of the graph's Const nodes and returns them by name, each distinct value once.

    An unrolled LSTM is frozen with its weights once a step; equal constants become one node.
    """
    values: dict[str, np.ndarray] = {}
    name_of_value: dict[tuple, str] = {}
    renamed: dict[str, str] = {}
    kept = []
    for node in graph.node:
        if node.op != "Const":
            kept.append(node)
            continue
        value = tf.make_ndarray(node.attr["value"].tensor)
        if str(value.dtype) not in _STORED_DTYPES:
            raise ValueError(f"Constant {node.name} is {value.dtype}; TF.js stores {sorted(_STORED_DTYPES)}.")
        key = (str(value.dtype), value.shape, value.tobytes())
        if key in name_of_value:
            renamed[node.name] = name_of_value[key]
            continue
        name_of_value[key] = node.name
        values[node.name] = value
        tensor = node.attr["value"].tensor
        for field in ("tensor_content", "float_val", "int_val", "int64_val", "bool_val"):
            tensor.ClearField(field)
        del node.input[:]
        kept.append(node)
    for node in kept:
        node.input[:] = [_renamed_input(name, renamed) for name in node.input if not name.startswith("^")]
    simplified = GraphDef()
    simplified.node.extend(kept)
    simplified.versions.CopyFrom(graph.versions)
    graph.CopyFrom(simplified)
    return values


def _renamed_input(name: str, renamed: Mapping[str, str]) -> str:
    node_name, colon, output_index = name.partition(":")
    return renamed.get(node_name, node_name) + colon + output_index


def _quantize(value: np.ndarray, quantization: Quantization | None) -> np.ndarray:
    """Returns the value in the type that it is stored in."""
    stored = np.ascontiguousarray(value.astype(_STORED_DTYPES[str(value.dtype)]))
    is_small = stored.size < MIN_QUANTIZED_VALUE_COUNT
    if quantization is None or stored.dtype != np.float32 or is_small or np.abs(stored).max() > FLOAT16_MAX:
        return stored
    return stored.astype(np.float16)


def _dequantized(stored: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: value.astype(np.float32) for name, value in stored.items() if value.dtype == np.float16}


def _weight_spec(name: str, value: np.ndarray, stored: np.ndarray) -> dict:
    spec: dict = {"name": name, "shape": list(value.shape), "dtype": _STORED_DTYPES[str(value.dtype)]}
    if stored.dtype == np.float16:
        spec["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
    return spec


def graph_function(
    graph: GraphDef, constants: Mapping[str, np.ndarray], input_names: Mapping[str, str], output_names: Mapping[str, str]
) -> GraphFunction:
    """Returns the graph with these constants as a function; the names are those of its tensors, by contract name."""
    filled = GraphDef()
    filled.CopyFrom(graph)
    for node in filled.node:
        if node.op == "Const":
            dtype = tf.dtypes.as_dtype(node.attr["dtype"].type)
            node.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(constants[node.name], dtype=dtype))
    wrapped = tf.compat.v1.wrap_function(lambda: tf.graph_util.import_graph_def(filled, name=""), [])
    pruned = wrapped.prune(
        [wrapped.graph.get_tensor_by_name(name) for name in input_names.values()],
        [wrapped.graph.get_tensor_by_name(name) for name in output_names.values()],
    )

    def run(inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        results = pruned(*[tf.constant(inputs[name], tf.float32) for name in input_names])
        return {name: result.numpy() for name, result in zip(output_names, results, strict=True)}

    return run


def _run_cases(run: GraphFunction, input_names, output_names, golden_inputs) -> dict[str, np.ndarray]:
    if set(golden_inputs) != set(input_names):
        raise ValueError(f"Golden inputs are {sorted(golden_inputs)}; the model's are {sorted(input_names)}.")
    case_counts = {len(values) for values in golden_inputs.values()}
    if len(case_counts) != 1:
        raise ValueError(f"Golden inputs have {sorted(case_counts)} cases; expected as many for each input.")
    cases = [
        run({name: values[index : index + 1] for name, values in golden_inputs.items()})
        for index in range(case_counts.pop())
    ]
    outputs = {name: np.concatenate([case[name] for case in cases]) for name in output_names}
    for name, values in outputs.items():
        if not np.isfinite(values).all():
            raise ValueError(f"Output {name} is not finite for a golden case.")
    return outputs


def _graph_model(graph, contract, input_names, output_names, weight_specs) -> dict:
    def signature(specs, names):
        return {
            spec["name"]: {
                "name": names[spec["name"]],
                "dtype": "DT_FLOAT",
                "tensorShape": {"dim": [{"size": str(size)} for size in spec["shape"]]},
            }
            for spec in specs
        }

    return {
        "format": "graph-model",
        "generatedBy": f"TensorFlow {tf.__version__}",
        "convertedBy": "Attune training/export.py",
        "signature": {
            "inputs": signature(contract["inputs"], input_names),
            "outputs": signature(contract["outputs"], output_names),
        },
        "modelTopology": {"node": [MessageToDict(node) for node in graph.node], "library": {}, "versions": {}},
        "weightsManifest": [{"paths": [WEIGHTS_FILE], "weights": weight_specs}],
    }


def _golden(golden_inputs: Mapping[str, np.ndarray], outputs: Mapping[str, np.ndarray]) -> dict:
    def tensor(values: np.ndarray) -> dict:
        return {"shape": list(values.shape), "values": [float(value) for value in values.astype(np.float32).ravel()]}

    case_count = len(next(iter(outputs.values())))
    cases = [
        {
            "inputs": {name: tensor(values[index : index + 1]) for name, values in golden_inputs.items()},
            "outputs": {name: tensor(values[index : index + 1]) for name, values in outputs.items()},
        }
        for index in range(case_count)
    ]
    return {"tolerance": GOLDEN_TOLERANCE, "cases": cases}


def _git_commit() -> str:
    """Returns the commit of the training code, or 'uncommitted' where training/ has changes or there is no commit."""

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=REPO_DIR, capture_output=True, text=True, check=True).stdout

    try:
        is_changed = git("status", "--porcelain", "--", "training").strip()
        return "uncommitted" if is_changed else git("rev-parse", "HEAD").strip()
    except (OSError, subprocess.CalledProcessError):
        return "uncommitted"


def _write_json(path: Path, value: dict, indent: int | None = None) -> None:
    separators = None if indent else (",", ":")
    path.write_text(json.dumps(value, indent=indent, separators=separators, allow_nan=False) + "\n")
