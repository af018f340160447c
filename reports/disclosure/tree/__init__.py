"""From answers about workplaces to one release for each part of their tree."""

from reports.disclosure.tree.control import TreeBefore, release_tree

__all__ = ["TreeBefore", "release_tree"]
