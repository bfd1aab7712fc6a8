"""What sliders change, with all that it was before: undo for a page whose component tells of gestures and presses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from rnnviz.player.sliders import Said

T = TypeVar("T")
MOST_UNDONE = 100


@dataclass(frozen=True)
class History(Generic[T]):
    """A value and its past.

    Attributes:
        present: the value.
        before: it as it was before each gesture, the latest last.
        imposed: the value that the sliders last had to take over. They are described with it, so that what is sent to
            them stays the same while they move.
        revision: grows whenever they must take over the present value.
        gesture: the one that it was last changed by; all that one gesture changes is undone together.
        press: the mark of the last button that was heeded.
    """

    present: T
    imposed: T
    before: tuple[T, ...] = ()
    revision: int = 0
    gesture: str = ""
    press: str = ""

    def told(self, value: T, gesture: str) -> History[T]:
        """With a value as the sliders told it."""
        before = self.before if gesture == self.gesture else self._before()
        return replace(self, present=value, before=before, gesture=gesture)

    def done(self, value: T) -> History[T]:
        """With a value as something else made it: the sliders must take it over."""
        return replace(self, present=value, before=self._before(), gesture="").revised()

    def revised(self) -> History[T]:
        """The sliders must take the value over."""
        return replace(self, imposed=self.present, revision=self.revision + 1)

    def undo(self) -> History[T]:
        """As before the last gesture."""
        if not self.before:
            return self
        *before, value = self.before
        return replace(self, present=value, before=tuple(before), gesture="").revised()

    def heed(self, said: Said, do: Callable[[History[T], str], History[T]]) -> History[T]:
        """With what each button asks for that has been pressed since the last one heeded."""
        marks = [mark for mark, _ in said.presses]
        new = said.presses[marks.index(self.press) + 1 :] if self.press in marks else said.presses
        now = self
        for mark, button in new:
            now = replace(do(now, button), press=mark)
        return now

    def _before(self) -> tuple[T, ...]:
        return (*self.before, self.present)[-MOST_UNDONE:]


def begun(value: T, revision: int = 0) -> History[T]:
    """A value without a past."""
    return History(value, value, revision=revision)
