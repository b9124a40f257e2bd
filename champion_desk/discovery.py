"""Finds what comes in many kinds by looking into its folder: one module, one kind."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules_in(package: ModuleType) -> list[ModuleType]:
    """The modules of a package that declare a NAME, in the order of their names."""
    names = sorted(info.name for info in pkgutil.iter_modules(package.__path__))
    modules = (importlib.import_module(f"{package.__name__}.{name}") for name in names)
    return [module for module in modules if hasattr(module, "NAME")]
