"""The expression network of model.py in PyTorch, which trains it several times faster on a processor with bfloat16 (AMX)."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from training.face_emotion.model import EXPRESSION_COUNT, FERPLUS_CLASS_COUNT, MIN_GREY_VARIANCE, NORM_EPSILON, NetworkSize

NORM_MOMENTUM = 0.1


class _Conv(nn.Module):
    def __init__(self, in_channel_count: int, channel_count: int, strides: int = 1):
        super().__init__()
        self.strides = strides
        self.conv = nn.Conv2d(in_channel_count, channel_count, 3, strides, padding=0 if strides == 2 else 1, bias=False)
        self.norm = nn.BatchNorm2d(channel_count, eps=NORM_EPSILON, momentum=NORM_MOMENTUM)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # "same" padding of Keras: an even side in steps of two is padded after its end alone.
        return self.norm(self.conv(nn.functional.pad(x, (0, 1, 0, 1)) if self.strides == 2 else x))


class _Residual(nn.Module):
    def __init__(self, channel_count: int):
        super().__init__()
        self.first, self.second = _Conv(channel_count, channel_count), _Conv(channel_count, channel_count)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.relu(x + self.second(torch.relu(self.first(x))))


class TorchNetwork(nn.Module):
    """Takes faces (batchSize, 48, 48), 0 to 255; returns "logits" (batchSize, 7) and "ferplusLogits" (batchSize, 9)."""

    def __init__(self, size: NetworkSize):
        super().__init__()
        stages, channel_count = [_Conv(1, size.stem_channel_count), nn.ReLU()], size.stem_channel_count
        for stage_channel_count, residual_count in zip(size.stage_channel_counts, size.residual_counts, strict=True):
            stages += [_Conv(channel_count, stage_channel_count, strides=2), nn.ReLU()]
            stages += [_Residual(stage_channel_count) for _ in range(residual_count)]
            channel_count = stage_channel_count
        self.stages = nn.Sequential(*stages)
        self.dropout = nn.Dropout(size.dropout)
        self.logits = nn.Linear(channel_count, EXPRESSION_COUNT)
        self.ferplus_logits = nn.Linear(channel_count, FERPLUS_CLASS_COUNT)
        # In bfloat16 when it is trained; measured in float32, unless somebody sets this.
        self.is_rounded = False
        self.to(memory_format=torch.channels_last)

    def forward(self, faces: torch.Tensor) -> dict[str, torch.Tensor]:
        """Returns both heads' logits; see the class."""
        centred = faces - faces.mean(dim=(1, 2), keepdim=True)
        variance = centred.square().mean(dim=(1, 2), keepdim=True)
        standardised = (centred * torch.rsqrt(variance + MIN_GREY_VARIANCE)).unsqueeze(1).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training or self.is_rounded):
            features = self.stages(standardised).float().mean(dim=(2, 3))
        features = self.dropout(features)
        return {"logits": self.logits(features), "ferplusLogits": self.ferplus_logits(features)}

    def convolutions(self) -> list[_Conv]:
        """Returns the convolutions with their norms, in the order of the network."""
        return [module for module in self.modules() if isinstance(module, _Conv)]

    def keras_weights(self) -> list[np.ndarray]:
        """Returns the weights in the order of model.py's network.weights."""
        weights = []
        for layer in self.convolutions():
            weights.append(layer.conv.weight.permute(2, 3, 1, 0))
            weights += [layer.norm.weight, layer.norm.bias, layer.norm.running_mean, layer.norm.running_var]
        # Keras orders the layers of one depth by the names of the outputs.
        for head in (self.ferplus_logits, self.logits):
            weights += [head.weight.T, head.bias]
        return [value.detach().float().contiguous().numpy().copy() for value in weights]
