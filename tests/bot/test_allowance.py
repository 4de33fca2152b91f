"""How much one person may ask."""

from bot.allowance import Allowance, Verdict


def test_a_burst_then_one_a_second() -> None:
    allowance = Allowance()
    verdicts = [allowance.judge("an", at / 50) for at in range(50 * 30)]  # 50 a second for half a minute
    assert verdicts[:60] == [Verdict.TAKE] * 60
    assert verdicts.count(Verdict.SAY_SO) == 1
    assert 60 + 28 <= verdicts.count(Verdict.TAKE) <= 60 + 31


def test_it_is_told_anew_after_a_rest() -> None:
    allowance = Allowance(burst=4)
    flood = [*[Verdict.TAKE] * 4, Verdict.SAY_SO, Verdict.SILENCE]
    assert [allowance.judge("an", 100) for _ in range(6)] == flood
    assert [allowance.judge("an", 101) for _ in range(2)] == [Verdict.TAKE, Verdict.SILENCE]
    assert [allowance.judge("an", 110) for _ in range(6)] == flood


def test_people_are_counted_apart_and_by_when_they_wrote() -> None:
    allowance = Allowance(burst=1)
    assert allowance.judge("an", 0) is Verdict.TAKE
    assert allowance.judge("bình", 0) is Verdict.TAKE
    # what piled up over an hour is delivered at once
    assert {allowance.judge("chi", at * 60) for at in range(60)} == {Verdict.TAKE}
