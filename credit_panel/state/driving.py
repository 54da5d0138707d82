"""Params that cannot be made to disagree with those beside them.

A method that changes a few Params together leaves the door beside it open: who sets one of them alone, as one does in a
notebook, is left with a state whose parts disagree. So such a Param either drives, and whatever follows from it changes
along whenever it is set, or it is constant, and `settle` is how the state's own methods change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

import param
from param.parameterized import batch_call_watchers, instance_descriptor


def settle(state: param.Parameterized, **values: object) -> None:
    """Change Params of a state together, those too that are constant for everybody else."""
    with param.edit_constant(state):
        state.param.update(**values)


class Driven(param.Parameterized):
    """A state some of whose Params are `Driving`."""

    def what_follows(self, name: str, value: Any) -> Mapping[str, object]:
        """Return the other Params that change when the Param `name` is given a value, with their values.

        Whatever it raises leaves all of them as they are.
        """
        raise NotImplementedError


class Driving(param.Parameter):
    """Mixed into the Param of a `Driven` state that drives the others; those who watch are told once, of all."""

    @instance_descriptor
    def __set__(self, obj: Driven | None, val: Any) -> None:
        if obj is None:  # the default of the whole class
            super().__set__(obj, val)
            return
        self._validate(val)
        follows = obj.what_follows(str(self.name), val)
        with batch_call_watchers(obj):
            super().__set__(obj, val)
            for name, value in follows.items():
                setattr(obj, name, value)


class DrivingInteger(Driving, param.Integer):
    """A whole number that drives; one of NumPy becomes one of Python."""

    def __set__(self, obj: Driven | None, val: Any) -> None:
        super().__set__(obj, int(val) if isinstance(val, Integral) else val)


class DrivingSelector(Driving, param.ClassSelector):
    """A value of one class that drives."""


class DrivingDict(Driving, param.Dict):
    """A dictionary that drives."""
