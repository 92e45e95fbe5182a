"""Which faults are planted in which file."""

from gridloom_sample.faults import (
    Fault,
    full_width,
    impossible_birth,
    lost_digits,
    old_15_digits,
    unknown_building,
    without_value,
    wrong_check_digit,
)


def _ends_in_x(code: str) -> bool:
    return code.endswith("X")


def _all_digits(code: str) -> bool:
    return code.isdigit()


def _born_before_2000(code: str) -> bool:
    return code[6:8] == "19"


def _room_of(code: str) -> str:
    return f"{code}001001"


def _organisation_part(code: str) -> str:
    return code[8:17]


def _a_century_early(moment: str) -> str:
    return "19" + moment[2:]


def _zero(_: str) -> str:
    return "0"


def _numbers(column: str) -> Fault:
    return Fault("id-stored-as-number", column, lost_digits, 0.002, 8, _all_digits, number=True)


def plan(name: str, file_format: str) -> tuple[Fault, ...]:
    """Return the faults of a source by the name of its table and the format of its file."""
    faults = PLANS.get(name, ())
    numbers = NUMBER_CELLS.get(name)
    return (*faults, _numbers(numbers)) if numbers and file_format == "xlsx" else faults


NUMBER_CELLS = {
    "entity": "法定代表人证件号码",
    "lease": "承租人身份证号",
    "school_roll": "学生身份证号",
}
PLANS: dict[str, tuple[Fault, ...]] = {
    "person": (
        Fault("wrong-check-digit", "身份证号", wrong_check_digit, 0.001, 12),
        Fault("15-digit-id", "身份证号", old_15_digits, 0.001, 12, _born_before_2000),
        Fault("full-width-code", "身份证号", full_width, 0.0008, 10),
        Fault("lower-case-x", "身份证号", str.lower, 0.0008, 10, _ends_in_x),
        Fault("implausible-birth-date", "身份证号", impossible_birth, 0.0004, 6),
        Fault("missing-id", "身份证号", without_value, 0.0003, 5),
        Fault("room-code-as-building-code", "楼栋编码", _room_of, 0.002, 20),
        Fault("unknown-building", "楼栋编码", unknown_building, 0.001, 12),
        Fault("missing-building", "楼栋编码", without_value, 0.001, 12),
    ),
    "entity": (
        Fault(
            "organisation-code-as-credit-code", "统一社会信用代码", _organisation_part, 0.004, 10
        ),
        Fault(
            "wrong-check-digit",
            "统一社会信用代码",
            wrong_check_digit,
            0.001,
            6,
            lambda c: c[-1].isdigit(),
        ),
        Fault("full-width-code", "统一社会信用代码", full_width, 0.001, 6),
        Fault("unknown-building", "楼栋编码", unknown_building, 0.001, 6),
        Fault("missing-building", "楼栋编码", without_value, 0.001, 6),
    ),
    "component": (
        Fault("point-at-zero", "经度", _zero, 0.0005, 6, also=("纬度",)),
        Fault("missing-class", "小类代码", without_value, 0.0005, 5),
    ),
    "event": (
        Fault("point-at-zero", "X坐标", _zero, 0.0008, 8, also=("Y坐标",)),
        Fault("implausible-date", "上报时间", _a_century_early, 0.0005, 6),
        Fault("unknown-building", "楼栋编码", unknown_building, 0.0005, 6),
        Fault("missing-kind", "事件小类", without_value, 0.0003, 4),
    ),
    "lease": (Fault("wrong-check-digit", "承租人身份证号", wrong_check_digit, 0.001, 6),),
    "employment": (
        Fault("organisation-code-as-credit-code", "用人单位代码", _organisation_part, 0.003, 10),
        Fault("lower-case-x", "身份证号码", str.lower, 0.001, 6, _ends_in_x),
        Fault("wrong-check-digit", "身份证号码", wrong_check_digit, 0.001, 6),
    ),
    "social_insurance": (
        Fault("15-digit-id", "证件号码", old_15_digits, 0.002, 8, _born_before_2000),
        Fault("full-width-code", "证件号码", full_width, 0.001, 6),
    ),
    "school_roll": (Fault("wrong-check-digit", "学生身份证号", wrong_check_digit, 0.002, 5),),
}
