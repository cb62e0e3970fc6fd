"""Trains a published expression network on, on a processor, with itself as its teacher.

    python -m training.face_emotion.refine FOLDER --data ../shared/data

FOLDER is that of the published version.

What the published network says of a well taken view, mixed with the official label, is what the new one learns to say of the same view
over-exposed, out of focus or far away (born again: Furlanello et al. 2018, arXiv:1805.04770; a view that is changed strongly is to get
the answer of one that is not: Sohn et al. 2020, arXiv:2001.07685). The weights of all seeds, which begin alike, are averaged at the
end (Wortsman et al. 2022, arXiv:2203.05482).

PyTorch and bfloat16, which are several times faster here than Keras: under a minute a pass on two cores with AMX. Goes on where it stopped.
"""

from __future__ import annotations

import argparse
import copy
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import jax
import numpy as np
import torch

from training.checkpoint import save_checkpoint
from training.datasets.fer2013.reader import FerSplit, read_clean_training, read_split
from training.exported import MANIFEST_FILE, load_constants
from training.face_emotion.fit import FERPLUS_LOSS_WEIGHT, MOMENTUM, learning_rate_at
from training.face_emotion.model import EXPRESSION_COUNT, NORM_EPSILON, STUDENT
from training.face_emotion.torch_network import TorchNetwork
from training.face_emotion.train import BLEND_SHARE, MIN_BLEND, MODEL_ID, vote_targets
from training.face_emotion.views import WEBCAM, make_pairs
from training.paths import cache_dir, data_dir

PASS_COUNT = 40
SEED_COUNT = 2
BATCH_SIZE = 256
PEAK_LEARNING_RATE = 0.03
WEIGHT_DECAY = 3e-4
EMA_DECAY = 0.999
LABEL_WEIGHT = 0.4
EVALUATE_EVERY = 5
# Faces whose views give the batch norms their statistics back.
STATISTICS_FACE_COUNT = 2048
PREFETCH_COUNT = 3


class Lesson(NamedTuple):
    """What is learnt: faces (faceCount, 48, 48), labels (faceCount, 7) and votes (faceCount, 9), rows summing to 1, or votes to 0."""

    faces: np.ndarray
    labels: torch.Tensor
    votes: torch.Tensor


def read_released(folder: Path) -> TorchNetwork:
    """Returns an exported model as a network: the same function of a face, but for the temperature of its logits.

    Batch norms, which the export folds into the convolutions, come back as ones that only add. The head for votes is not exported
    and starts anew.
    """
    constants = load_constants(folder)

    def by_number(pattern: str) -> list[torch.Tensor]:
        matches = [(re.search(pattern, name), value) for name, value in constants.items()]
        found = sorted(((int(match[1] or 0), value) for match, value in matches if match), key=lambda pair: pair[0])
        return [torch.tensor(value) for _, value in found]

    network = TorchNetwork(STUDENT)
    kernels = by_number(r"conv2d(?:_(\d+))?_\d+/convolution/merged_input$")
    offsets = by_number(r"batch_normalization(?:_(\d+))?_\d+/batchnorm/sub$")
    [kernel], [bias] = by_number(r"logits(?:_(\d+))?/Cast/ReadVariableOp$"), by_number(r"logits(?:_(\d+))?/BiasAdd/ReadVariableOp$")
    with torch.no_grad():
        for layer, convolution_kernel, offset in zip(network.convolutions(), kernels, offsets, strict=True):
            layer.conv.weight.copy_(convolution_kernel.permute(3, 2, 0, 1))
            layer.norm.bias.copy_(offset)
            layer.norm.running_var.fill_(1 - NORM_EPSILON)
        network.logits.weight.copy_(kernel.T)
        network.logits.bias.copy_(bias)
    return network


@torch.no_grad()
def spread_norms(network: TorchNetwork, views: torch.Tensor) -> None:
    """Gives the batch norms the statistics of views (viewCount, 48, 48), and factors and offsets that leave the network as it was."""
    found = {}
    hooks = [
        layer.conv.register_forward_hook(
            lambda _module, _inputs, output, layer=layer: found.update({layer: (output.mean((0, 2, 3)), output.var((0, 2, 3)))})
        )
        for layer in network.convolutions()
    ]
    network.eval()(views)
    for hook in hooks:
        hook.remove()
    for layer, (mean, variance) in found.items():
        layer.norm.running_mean.copy_(mean)
        layer.norm.running_var.copy_(variance)
        layer.norm.weight.copy_((variance + NORM_EPSILON).sqrt())
        layer.norm.bias.add_(mean)


def accuracy_on(network: TorchNetwork, split: FerSplit) -> float:
    """Returns the share, 0 to 1, of the faces that are named as labelled, in float32."""
    network.eval()
    with torch.no_grad():
        batches = np.array_split(split.faces.astype(np.float32), -(-len(split.faces) // BATCH_SIZE))
        found = np.concatenate([network(torch.from_numpy(batch))["logits"].argmax(1).numpy() for batch in batches])
    return float(np.mean(found == split.labels))


def batches_of(faces: np.ndarray, seed: int, pass_index: int) -> Iterator[tuple[torch.Tensor, torch.Tensor, np.ndarray]]:
    """Yields well and badly taken views (batchSize, 48, 48) float32 of faces and their rows, made ahead in a thread."""
    order = np.random.default_rng([seed, pass_index]).permutation(len(faces))
    batch_size = min(BATCH_SIZE, len(order))
    batches = [order[first : first + batch_size] for first in range(0, len(order) - batch_size + 1, batch_size)]
    key = jax.random.fold_in(jax.random.key(seed), pass_index)

    def made(step: int) -> tuple[torch.Tensor, torch.Tensor, np.ndarray]:
        well_taken, badly_taken = _pairs(jax.random.fold_in(key, step), faces[batches[step]])
        # torch does not take arrays that may not be written to.
        return torch.from_numpy(np.array(well_taken)), torch.from_numpy(np.array(badly_taken)), batches[step]

    with ThreadPoolExecutor(1) as executor:
        waiting = [executor.submit(made, step) for step in range(min(PREFETCH_COUNT, len(batches)))]
        for step in range(len(batches)):
            if step + PREFETCH_COUNT < len(batches):
                waiting.append(executor.submit(made, step + PREFETCH_COUNT))
            yield waiting.pop(0).result()


_pairs = jax.jit(lambda key, faces: make_pairs(key, faces, WEBCAM))


def blender(count: int) -> Callable[[torch.Tensor], torch.Tensor]:
    """Returns a function that blends some of count rows with the row before, each by the same share whatever it is given."""
    shares = torch.ones(count)
    blended_count = int(BLEND_SHARE * count)
    shares[:blended_count] = torch.empty(blended_count).uniform_(MIN_BLEND, 1)

    def blend(values: torch.Tensor) -> torch.Tensor:
        own = shares.view(-1, *[1] * (values.ndim - 1))
        return values * own + values.roll(1, 0) * (1 - own)

    return blend


def refine(start: TorchNetwork, teacher: TorchNetwork, lesson: Lesson, validation: FerSplit, folder: Path, pass_count: int, seed: int) -> TorchNetwork:
    """Trains a copy of start and returns its averaged weights' network; folder/best.npz is for the export.

    teacher: with logits at the temperature that its scores are calibrated at.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(seed)
    network, averaged, last_path = copy.deepcopy(start), copy.deepcopy(start), folder / "last.pt"
    groups = [{"params": [value for value in network.parameters() if value.ndim > 1], "weight_decay": WEIGHT_DECAY}]
    groups.append({"params": [value for value in network.parameters() if value.ndim <= 1], "weight_decay": 0.0})
    optimiser = torch.optim.SGD(groups, PEAK_LEARNING_RATE, MOMENTUM, nesterov=True)
    parts = {"network": network, "averaged": averaged, "optimiser": optimiser}
    first_pass = 0
    if last_path.exists():
        state = torch.load(last_path, weights_only=True)
        for name, part in parts.items():
            part.load_state_dict(state[name])
        first_pass = state["passesDone"]
    step_count = max(1, len(lesson.faces) // BATCH_SIZE)
    for pass_index in range(first_pass, pass_count):
        started, losses = time.monotonic(), []
        network.train()
        for step, (well_taken, badly_taken, rows) in enumerate(batches_of(lesson.faces, seed, pass_index)):
            done = pass_index * step_count + step
            for group in optimiser.param_groups:
                group["lr"] = learning_rate_at(done / (pass_count * step_count), PEAK_LEARNING_RATE)
            blend = blender(len(rows))
            with torch.no_grad():
                said = torch.softmax(teacher(blend(well_taken))["logits"].float(), dim=1)
            targets = LABEL_WEIGHT * blend(lesson.labels[rows]) + (1 - LABEL_WEIGHT) * said
            outputs = network(blend(badly_taken))
            loss = -(targets * torch.log_softmax(outputs["logits"], 1)).sum(1).mean()
            votes_loss = -(blend(lesson.votes[rows]) * torch.log_softmax(outputs["ferplusLogits"], 1)).sum(1).mean()
            optimiser.zero_grad()
            (loss + FERPLUS_LOSS_WEIGHT * votes_loss).backward()
            optimiser.step()
            # The average starts short, so that it does not remember the start.
            decay = min(EMA_DECAY, (1 + done) / (10 + done))
            for slow, fast in zip(averaged.state_dict().values(), network.state_dict().values(), strict=True):
                if slow.is_floating_point():
                    slow.lerp_(fast, 1 - decay)
            losses.append(loss.item())
        unfinished = last_path.with_suffix(".unfinished")
        torch.save({name: part.state_dict() for name, part in parts.items()} | {"passesDone": pass_index + 1}, unfinished)
        unfinished.replace(last_path)
        line = {"pass": pass_index + 1, "loss": round(float(np.mean(losses)), 4), "spentSec": round(time.monotonic() - started, 1)}
        if (pass_index + 1) % EVALUATE_EVERY == 0 or pass_index + 1 == pass_count:
            line["validationAccuracy"] = round(accuracy_on(averaged, validation), 4)
        print(f"{folder.name}: {json.dumps(line)}", flush=True)
        with (folder / "log.jsonl").open("a") as log:
            log.write(json.dumps(line) + "\n")
    save_network(averaged, folder, validation)
    return averaged


def save_network(network: TorchNetwork, folder: Path, validation: FerSplit) -> None:
    """Writes folder/best.npz as the export reads it, and says how right the network is on the validation faces."""
    folder.mkdir(parents=True, exist_ok=True)
    accuracy = accuracy_on(network, validation)
    save_checkpoint(folder / "best.npz", {"averaged": network.keras_weights()}, {"validationAccuracy": accuracy})
    print(f"{folder.name}: {100 * accuracy:.2f} % of the validation faces.", flush=True)


@torch.no_grad()
def mean_of(networks: list[TorchNetwork]) -> TorchNetwork:
    """Returns the network of the networks' mean weights."""
    mean = copy.deepcopy(networks[0])
    states = [network.state_dict() for network in networks]
    for name, value in mean.state_dict().items():
        if value.is_floating_point():
            value.copy_(torch.stack([state[name] for state in states]).mean(dim=0))
    return mean


def main() -> None:
    """Reads the command line and the data, and trains what is not trained yet."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("released", type=Path, help="folder of a published version")
    parser.add_argument("--data", help="folder of the data sets (default: ATTUNE_DATA, else ../shared/data)")
    parser.add_argument("--run", default="v3", help="name of the run in the cache; another name starts afresh")
    parser.add_argument("--passes", type=int, default=PASS_COUNT)
    parser.add_argument("--seeds", type=int, default=SEED_COUNT)
    options = parser.parse_args()
    data, folder = data_dir(options.data), cache_dir(MODEL_ID) / options.run
    training, validation = read_clean_training(data), read_split(data, "public_test")
    labels = torch.nn.functional.one_hot(torch.from_numpy(training.labels.astype(np.int64)), EXPRESSION_COUNT).float()
    lesson = Lesson(training.faces, labels, torch.from_numpy(vote_targets(training.votes)))
    temperature = json.loads((options.released / MANIFEST_FILE).read_text())["metrics"]["temperature"]
    teacher = read_released(options.released).eval()
    teacher.is_rounded = True
    with torch.no_grad():
        teacher.logits.weight.div_(temperature)
        teacher.logits.bias.div_(temperature)
    start = read_released(options.released)
    rows = np.random.default_rng(0).permutation(len(training.faces))[:STATISTICS_FACE_COUNT]
    _, views = _pairs(jax.random.key(0), training.faces[rows])
    spread_norms(start, torch.from_numpy(np.array(views)))
    networks = [
        refine(start, teacher, lesson, validation, folder / f"student-{seed}", options.passes, seed) for seed in range(options.seeds)
    ]
    save_network(mean_of(networks), folder / "mean", validation)


if __name__ == "__main__":
    main()
