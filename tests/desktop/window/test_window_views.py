"""The history of views: back and forth, a burst of moves being one."""

from hypothesis import given
from hypothesis import strategies as st

from gridloom_desktop.window.model.views import ViewHistory


def walked(*moves: tuple[str, float]) -> ViewHistory[str]:
    history: ViewHistory[str] = ViewHistory()
    for view, at in moves:
        history.moved(view, at)
    return history


def test_one_goes_back_and_forward_again():
    history = walked(("a", 0), ("b", 10), ("c", 20))
    assert [history.previous(), history.previous(), history.next()] == ["b", "a", "b"]


def test_of_a_burst_of_moves_only_where_it_ended_is_kept():
    history = walked(("a", 0), ("b", 10), ("c", 10.2), ("d", 10.4))
    assert history.previous() == "a" and history.next() == "d"


def test_the_view_that_the_first_burst_set_out_from_is_kept():
    assert walked(("a", 0), ("b", 0.1), ("c", 0.2)).previous() == "a"


def test_a_move_after_going_back_begins_a_new_way():
    history = walked(("a", 0), ("b", 10))
    history.previous()
    history.moved("c", 10.1)  # right after: no burst with the way back
    assert not history.has_next and history.previous() == "a"


def test_there_is_nothing_before_the_first_view():
    history = walked(("a", 0))
    assert (history.previous(), history.next()) == (None, None)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=300))
def test_back_and_forth_comes_to_the_same_view(views):
    history: ViewHistory[int] = ViewHistory()
    for time, view in enumerate(views):
        history.moved(view, float(time))
    back = 0
    while history.previous() is not None:
        back += 1
    ahead = [history.next() for _ in range(back)]
    assert not history.has_next and ([*ahead][-1] if ahead else views[-1]) == views[-1]
