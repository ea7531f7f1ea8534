"""Formulas against an evaluator of their own, and against whoever means them harm."""

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

import pytest
from domain import formula, pricing
from domain.formula import FormulaError
from hypothesis import given, settings
from hypothesis import strategies as st
from simpleeval import SimpleEval

VALUES = {"W": 2.5, "H": 1.2, "n": 3, "P": 20, "Ш": 2, "В": Decimal("0.1")}


def refusal(text: str, values: dict[str, Any] = VALUES) -> FormulaError:
    with pytest.raises(FormulaError) as refused:
        formula.evaluate(text, values)
    return refused.value


def facts(error: object) -> tuple[type, dict[str, Any]]:
    return type(error), vars(error)


# === RESULTS ===


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("W*H*n", "9"),
        ("ceil(P/6)", "4"),
        ("ceil(W*H/6)*n", "3"),
        ("Ш*В", "0.2"),
        ("=W*n", "7.5"),
        (" = W\n\t*\u00a0n ", "7.5"),
        ("W^2 + n**2", "15.25"),
        ("-W^2", "-6.25"),
        ("P//6 + P%6", "5"),
        ("2**-2", "0.25"),
        ("max(W, H, n) - min(W, H)", "1.8"),
        ("abs(H - W)", "1.3"),
        ("round(2.5) + round(-2.5) + round(0.5)", "1"),
        ("round(2.675, 2)", "2.68"),
        ("round(155, -1)", "160"),
        ("round(P/6, 2)", "3.33"),
        ("P if W > H else 0", "20"),
        ("1 < n < 3", "0"),
        ("(W > H) + (W > 1) + (W == 2.5)", "3"),
        ("-(W > H)", "-1"),
        ("(W > H) / (n > 1)", "1"),
        ("max(W > H, 0)", "1"),
        ("not n", "0"),
        ("W and n", "1"),
        ("0 or n", "1"),
        ("n == 0 or 1/n < 1", "1"),
        ("n != 0 and 0/n", "0"),
        ("0 if n else 1/0", "0"),
        ("W×H·n", "9"),
        ("W²+n³", "33.25"),
        ("W² * 2", "12.5"),
        ("P*10%", "2"),
        ("100/10%", "1000"),
        ("P%6", "2"),
        ("6−n", "3"),
        ("P÷n≥6", "1"),
        ("(W <> H) + (W = 2.5) + (W ≠ 2.5)", "2"),
        ("1,5*W", "3.75"),
        ("=W*1,1", "2.75"),
        ("Ш*(0,5+1)", "3"),
        ("max(1,5; 2)", "2"),
        ("round(W*1,11; 2)", "2.78"),
        ("round(2.675,2)", "2.68"),
        ("w*h*N", "9"),
        ("ш + в", "2.1"),
        ("ОКРУГЛ(W/3; 1)", "0.8"),
        ("МАКС(W; H) - мин(W; H)", "1.3"),
        ("СУММ(W; H; 1)", "4.7"),
        ("Срзнач(1; 2)", "1.5"),
        ("CEIL(W) + Ceiling(W)", "6"),
        ("ОКРВВЕРХ(W; 2) + FLOOR(W; 2)", "6"),
        ("ОКРУГЛВВЕРХ(2,21; 1) + rounddown(-2,29; 1)", "0.1"),
        ("ЕСЛИ(W > H; 1/W; 1/0)", "0.4"),
        ("if(W < H; 1)", "0"),
        ("IF(AND(W>1; H>1); 5; 7)", "5"),
        ("если(ИЛИ(W<1; не(H>1)); 5; 7)", "7"),
        ("1 if (W > H) else if(n; 2; 3)", "1"),
        ("n and (W) or (H)", "1"),
        ("max(W)", "2.5"),
    ],
)
def test_formula_gives_its_result(text: str, result: str) -> None:
    assert formula.evaluate(text, VALUES) == Decimal(result)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("ceil(1.1*10)", "11"),
        ("floor(1/3*3)", "1"),
        ("0.1 + 0.2 == 0.3", "1"),
        ("ceil(B*10)", "11"),
        ("1.00000000000000000001 > 1", "1"),
        ("9007199254740993.0 - 9007199254740992", "1"),
    ],
)
def test_arithmetic_is_exact(text: str, result: str) -> None:
    assert formula.evaluate(text, {"B": 1.1}) == Decimal(result)


def test_equal_numbers_that_are_written_differently_are_told_apart() -> None:
    binary = Decimal.from_float(1.1)
    assert binary == 1.1
    assert formula.evaluate("ceil(B*10)", {"B": binary}) == 12
    assert formula.evaluate("ceil(B*10)", {"B": 1.1}) == 11


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1/3", "0.333333333333333"),
        ("2/3", "0.666666666666667"),
        ("-2/3", "-0.666666666666667"),
        ("1/3*10**-9", "3.33333333333333E-10"),
        ("999999999999999", "999999999999999"),
        ("1.000000000000005", "1.00000000000001"),
        ("-1.000000000000005", "-1.00000000000001"),
    ],
)
def test_result_has_the_digits_that_a_float_keeps(text: str, result: str) -> None:
    assert str(formula.evaluate(text, {})) == result


def test_context_of_the_thread_does_not_matter() -> None:
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_DOWN
        assert formula.evaluate("W*1.0001/3", {"W": 12345}) == Decimal(
            "4115.41150000000"
        )


# === REFUSALS ===


@pytest.mark.parametrize(
    ("text", "error", "position"),
    [
        ("", formula.InvalidFormula, 0),
        (" = ", formula.InvalidFormula, 2),
        ("W*", formula.InvalidFormula, 2),
        ("W * ", formula.InvalidFormula, 3),
        ("2 W", formula.InvalidFormula, 2),
        (" = Ш*В W", formula.InvalidFormula, 7),
        ("W^2^H^*1", formula.InvalidFormula, 6),
        ("1^2^^3", formula.InvalidFormula, 4),
        ("((((W", formula.InvalidFormula, 3),
        ("W" * (formula.MAX_LENGTH + 1), formula.TooComplex, formula.MAX_LENGTH),
        ("+".join("W" * 101), formula.TooComplex, 0),
        ("-" * 100 + "W", formula.TooComplex, 100),
    ],
)
def test_text_that_is_no_formula_says_where(
    text: str, error: type[FormulaError], position: int
) -> None:
    assert facts(refusal(text)) == (error, {"formula": text, "position": position})


@pytest.mark.parametrize(
    ("text", "what", "position"),
    [
        ("W.real", ".real", 1),
        ("().__class__", ".__class__", 2),
        ("(1).__class__.__bases__", ".__class__.__bases__", 3),
        ("1 .real", ".real", 2),
        ("W[0]", "[", 1),
        ("{W: H}", "{", 0),
        ("'W'", "'", 0),
        ("W # width", "#", 2),
        ("W@H", "@", 1),
        ("W|H", "|", 1),
        ("~W", "~", 0),
        ("lambda: W", ":", 6),
        ("(W := 1)", ":", 3),
        ("2W", "2W", 0),
        ("1.5W", "1.5W", 0),
        ("1_000", "1_000", 0),
        ("0x10", "0x10", 0),
        ("2j", "2j", 0),
        ("007", "007", 0),
        ("W\\\n", "\\", 1),
        ("\0", "\0", 0),
        ("\ud800", "\ud800", 0),
        ("Ш + True", "True", 4),
        ("W^2 + None", "None", 6),
        ("...", "...", 0),
        ("1 + (W in H)", "W in H", 5),
        ("W is H", "W is H", 0),
        ("1 + (W << 1)", "W << 1", 5),
        ("W >> 1", "W >> 1", 0),
        ("ceil(*W)", "*W", 5),
        ("max(**W)", "max(**W)", 0),
        ("[W for W in H]", "[", 0),
        ("abs(W for W in H)", "(W for W in H)", 3),
        ("(yield W)", "yield W", 1),
        ("(await W)", "await W", 1),
        ("ceil", "ceil", 0),
        ("ceil(1)(2)", "ceil(1)(2)", 0),
        ("1e999", "1e999", 0),
        ("W*1e9999999999999999999", "1e9999999999999999999", 2),
        ("round(W, n)", "n", 9),
        ("round(W, 0.5)", "0.5", 9),
        ("round(W, 16)", "16", 9),
        ("round(W, 10**9)", "10**9", 9),
        ("round(W^2, n^2)", "n^2", 11),
    ],
)
def test_what_has_no_place_in_a_formula_is_named(
    text: str, what: str, position: int
) -> None:
    expected = {"formula": text, "position": position, "what": what}
    assert facts(refusal(text)) == (formula.NotAllowed, expected)


@pytest.mark.parametrize(
    ("text", "what", "position"),
    [
        ("max(W, 1) + ceil(1,5*W)", "1,5", 17),
        ("round(1,5*W)", "1,5", 6),
        ("round(W, 1,5)", "1,5", 9),
        ("W, H", ",", 1),
        ("max(1,5)", "1,5", 4),
        ("ceil(W*1,5)", "1,5", 7),
        ("max(1,5)+1", "1,5", 4),
        ("max((1,5)*W, 2)", "1,5", 5),
        ("max(W, H; 1)", ",", 5),
        ("(W; H)", ";", 2),
        ("W; H", ";", 1),
    ],
)
def test_decimal_comma_and_semicolon_are_told(
    text: str, what: str, position: int
) -> None:
    expected = {"formula": text, "position": position, "what": what}
    assert facts(refusal(text)) == (formula.WrongSeparator, expected)


@pytest.mark.parametrize(
    ("text", "function", "least", "most"),
    [
        ("ceil()", "ceil", 1, 2),
        ("ceil(W, H, n)", "ceil", 1, 2),
        ("IF(W)", "if", 2, 3),
        ("abs(1, 5)", "abs", 1, 1),
        ("min()", "min", 1, None),
        ("round()", "round", 1, 2),
        ("round(W, 1, 2)", "round", 1, 2),
        ("abs(W, H) + max()", "abs", 1, 1),
    ],
)
def test_number_of_arguments_is_told(
    text: str, function: str, least: int, most: int | None
) -> None:
    error = refusal(f"1 + {text}")
    assert isinstance(error, formula.WrongArguments)
    told = (error.position, error.function, error.least, error.most)
    assert told == (4, function, least, most)


def test_unknown_function_comes_with_the_known_ones() -> None:
    error = refusal("W + CEIL(1) + SUMX(H)")
    assert isinstance(error, formula.UnknownFunction)
    assert (error.position, error.name) == (14, "SUMX")
    assert {"abs", "ceil", "count", "if", "max", "min", "round", "sum"} < {*error.known}


def test_unknown_name_comes_with_the_known_ones() -> None:
    error = refusal("W if 1 else X", {"n": 1, "W": 2})
    assert facts(error) == (formula.UnknownName, {"name": "X", "known": ("W", "n")})


@pytest.mark.parametrize(
    "text", ["1/0", "W//(n-3)", "1%0", "0**-1", "0.0**-2", "1/(W<0)"]
)
def test_division_by_zero_is_told(text: str) -> None:
    assert isinstance(refusal(text), formula.DivisionByZero)


@pytest.mark.parametrize(
    ("text", "exponent"),
    [
        ("W**0.5", "0.5"),
        ("2**101", "101"),
        ("1**-101", "-101"),
        ("9**9**9", "387420489"),
    ],
)
def test_exponent_is_whole_and_small(text: str, exponent: str) -> None:
    expected = (formula.InvalidPower, {"exponent": Decimal(exponent)})
    assert facts(refusal(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10**15",
        "-10**15",
        "(10**100)**100",
        "(1/3)**-100 * 3**100",
        "*".join(["V"] * 99),
        "0" + "*V" * 4 + "+ V*V*V*V*V/(V*V*V*V*V)",
        "(1+1/V)**100",
        "V",
    ],
)
def test_number_beyond_reason_is_refused(text: str) -> None:
    assert isinstance(refusal(text, {"V": 1e300}), formula.TooLarge)


@pytest.mark.parametrize(
    "value",
    [
        math.inf,
        -math.inf,
        math.nan,
        10**4000,
        Decimal("NaN"),
        Decimal("1E+999999"),
        Decimal("1E-999999"),
        Decimal("1." + "3" * 10**4),
    ],
)
def test_value_beyond_reason_is_refused_where_it_is_used(value: float) -> None:
    assert isinstance(refusal("0*V", {"V": value}), formula.TooLarge)
    assert formula.evaluate("W", {"V": value, "W": 1}) == 1


@pytest.mark.parametrize("value", [5e-324, 1.7976931348623157e308, 0.0, -0.0])
def test_any_float_can_be_computed_with(value: float) -> None:
    assert formula.evaluate("(V - V) + (V == V)", {"V": value}) == 1


# === CODES ===


@pytest.mark.parametrize(
    ("code", "normal"),
    [("W", "W"), ("Ширина_2", "Ширина_2"), ("ﬁ", "fi"), ("Ⅳ", "IV"), ("и\u0306", "й")],
)
def test_code_is_any_identifier(code: str, normal: str) -> None:
    assert formula.check_code(code) == normal
    assert formula.names(f"{code} + 1") == {normal}


@pytest.mark.parametrize(
    "code",
    [
        "счёт",
        "Sum",
        "a·b",
        "",
        " ",
        "1W",
        "W H",
        "W-1",
        "W.x",
        "if",
        "True",
        "max",
        "ｍax",
        "²",
        "W;",
    ],
)
def test_other_code_is_refused(code: str) -> None:
    with pytest.raises(formula.InvalidCode) as refused:
        formula.check_code(code)
    assert refused.value.code == code


@given(st.text(st.characters(categories=["L", "M", "N", "Pc", "Sm", "So"]), max_size=5))
def test_code_names_itself_in_formulas(text: str) -> None:
    try:
        code = formula.check_code(text)
    except formula.InvalidCode:
        return
    assert formula.check_code(code) == code
    assert formula.names(code) == {code}
    assert formula.evaluate(f"{code}+{code}", {code: 2}) == 4


# === ANOTHER EVALUATOR ===


class Expression(NamedTuple):
    """The text of an expression, and what it comes to; a refusal is its class."""

    text: str
    result: Fraction | type[FormulaError]


NAMED = {"W": 2.5, "H": 1.2, "n": 3, "z": 0, "Ш": Decimal("-0.75")}
ROUNDED = {
    "ceil": math.ceil,
    "floor": math.floor,
    "abs": abs,
    "round": lambda value: half_up(value, Fraction(1)),
}
ARITHMETIC = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}
COMPARED = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def half_up(value: Fraction, step: Fraction) -> Fraction:
    steps = math.floor(abs(value) / step + Fraction(1, 2)) * step
    return steps if value > 0 else -steps


def apply(text: str, compute: Callable[..., Any], *parts: Expression) -> Expression:
    """Return what `compute` makes of parts that are evaluated one after another."""
    for part in parts:
        if isinstance(part.result, type):
            return Expression(text, part.result)
    try:
        return Expression(text, Fraction(compute(*(part.result for part in parts))))
    except ZeroDivisionError:
        return Expression(text, formula.DivisionByZero)


def binary(left: Expression, sign: str, right: Expression) -> Expression:
    return apply(f"({left.text}{sign}{right.text})", ARITHMETIC[sign], left, right)


def power(base: Expression, exponent: int) -> Expression:
    return apply(f"({base.text}**{exponent})", lambda value: value**exponent, base)


def compare(parts: list[Expression], signs: list[str]) -> Expression:
    text = parts[0].text
    for sign, part in zip(signs, parts[1:], strict=False):
        text += f" {sign} {part.text}"
    true, left = Fraction(1), parts[0]
    for sign, right in zip(signs, parts[1:], strict=False):
        step = apply("", COMPARED[sign], left, right)
        if isinstance(step.result, type) or not step.result:
            return Expression(f"({text})", step.result)
        left = right
    return Expression(f"({text})", true)


def decide(word: str, parts: list[Expression]) -> Expression:
    text = "(" + f" {word} ".join(part.text for part in parts) + ")"
    for part in parts:
        if isinstance(part.result, type) or bool(part.result) is (word == "or"):
            return Expression(
                text,
                part.result
                if isinstance(part.result, type)
                else Fraction(word == "or"),
            )
    return Expression(text, Fraction(word == "and"))


def choose(yes: Expression, test: Expression, no: Expression) -> Expression:
    text = f"({yes.text} if {test.text} else {no.text})"
    if isinstance(test.result, type):
        return Expression(text, test.result)
    return Expression(text, yes.result if test.result else no.result)


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(binary, inner, st.sampled_from([*ARITHMETIC]), inner),
        st.builds(power, inner, st.integers(-3, 3)),
        st.builds(lambda part: apply(f"(-{part.text})", operator.neg, part), inner),
        st.builds(lambda part: apply(f"(not {part.text})", operator.not_, part), inner),
        st.builds(
            lambda name, part: apply(f"{name}({part.text})", ROUNDED[name], part),
            st.sampled_from([*ROUNDED]),
            inner,
        ),
        st.builds(
            lambda part, digits: apply(
                f"round({part.text}, {digits})",
                lambda value: half_up(value, Fraction(10) ** -digits),
                part,
            ),
            inner,
            st.integers(-3, 6),
        ),
        st.builds(
            lambda name, parts: apply(
                f"{name}({', '.join(part.text for part in parts)})",
                max if name == "max" else min,
                *parts,
            ),
            st.sampled_from(["max", "min"]),
            several,
        ),
        st.builds(compare, several, st.lists(st.sampled_from([*COMPARED]), min_size=2)),
        st.builds(decide, st.sampled_from(["and", "or"]), several),
        st.builds(choose, inner, inner, inner),
    )


EXPRESSIONS = st.recursive(
    st.one_of(
        st.decimals(0, 1000, places=2).map(lambda x: Expression(str(x), Fraction(x))),
        st.sampled_from(
            [Expression(name, Fraction(str(value))) for name, value in NAMED.items()]
        ),
    ),
    larger,
    max_leaves=12,
)


def as_result(exact: Fraction) -> Fraction:
    if not exact:
        return exact
    size = 0
    while abs(exact) >= Fraction(10) ** size:
        size += 1
    while abs(exact) < Fraction(10) ** (size - 1):
        size -= 1
    return half_up(exact, Fraction(10) ** (size - 15))


@settings(max_examples=200)
@given(EXPRESSIONS)
def test_result_is_that_of_another_evaluator(expression: Expression) -> None:
    expected = expression.result
    if len(expression.text) > formula.MAX_LENGTH:
        return
    # Fewer brackets mean the same.
    short = ast.unparse(ast.parse(expression.text, mode="eval"))
    for text in (expression.text, short):
        if isinstance(expected, type):
            assert isinstance(refusal(text, NAMED), expected)
        elif abs(expected) >= 10**15:
            assert isinstance(refusal(text, NAMED), formula.TooLarge)
        else:
            result = formula.evaluate(text, NAMED)
            assert Fraction(result) == as_result(expected)
            assert pricing.to_decimal(float(result)) == result


@settings(max_examples=50)
@given(EXPRESSIONS)
def test_formula_depends_on_the_names_that_it_lists(expression: Expression) -> None:
    if len(expression.text) > formula.MAX_LENGTH:
        return
    used = formula.names(expression.text)
    needed = {name: value for name, value in NAMED.items() if name in used}
    assert outcome(expression.text, needed) == outcome(expression.text, NAMED)
    for name in used:
        others = {code: value for code, value in NAMED.items() if code != name}
        error = refusal(expression.text, others)
        assert isinstance(error, formula.UnknownName) and error.name == name


def outcome(text: str, values: Mapping[str, Any]) -> object:
    try:
        return formula.evaluate(text, values)
    except FormulaError as error:
        return facts(error)


# === ATTACKS ===

PIECES = (
    *"()()()[]{}+-*/%^.,;:=<>!@#~|&\\'\"`$? \t\n\0_WHnzШ0159",
    *(
        "**",
        "//",
        "==",
        "<=",
        "<<",
        ">>",
        "1.5",
        "1e9",
        "e999",
        ".5",
        "1,5",
        "05",
        "1_0",
        "0x1",
    ),
    *(" and ", " or ", "not ", " if ", " else ", " in ", " is ", " for ", "lambda "),
    *("max(", "min(", "round(", "ceil(", "abs(", "__class__", ".__bases__", "()."),
    *("yield ", "await ", "print", "import ", "True", "None", "...", "**kw", ":="),
    *(
        "\u00a0",
        "\u200b",
        "\u202e",
        "×",
        "²",
        "٣",
        "ﬁ",
        "\ud800",
        "\U0001f600",
        "и\u0306",
    ),
)


@pytest.mark.filterwarnings("error")
@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    )
)
def test_any_text_gives_a_number_or_a_refusal(text: str) -> None:
    attack(text)


@pytest.mark.filterwarnings("error")
@settings(max_examples=100)
@given(EXPRESSIONS, st.data())
def test_any_spoilt_formula_gives_a_number_or_a_refusal(
    expression: Expression, data: st.DataObject
) -> None:
    text = expression.text
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(begin, min(len(text), begin + 2)))
        text = text[:begin] + data.draw(st.sampled_from(("", *PIECES))) + text[end:]
    attack(text)


EVERY_BINARY, EVERY_UNARY, EVERY_COMPARISON = (
    [kind() for kind in root.__subclasses__()]
    for root in (ast.operator, ast.unaryop, ast.cmpop)
)
NODES = st.deferred(
    lambda: st.one_of(
        st.builds(ast.Name, st.sampled_from(sorted(VALUES)), st.just(ast.Load())),
        st.builds(ast.Constant, st.sampled_from((0, 1, 2.5, 10**20, True, "W", None))),
        st.builds(ast.BinOp, NODES, st.sampled_from(EVERY_BINARY), NODES),
        st.builds(ast.UnaryOp, st.sampled_from(EVERY_UNARY), NODES),
        st.builds(
            lambda left, op, right: ast.Compare(left, [op], [right]),
            NODES,
            st.sampled_from(EVERY_COMPARISON),
            NODES,
        ),
    )
)


@settings(max_examples=300)
@given(NODES)
def test_any_operator_gives_a_number_or_a_refusal(node: ast.expr) -> None:
    attack(ast.unparse(node))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "unit",
    [
        *("(", "((", "-(", "W(", "max(", "max(1,(", "(W:=", "(*", "f(*", "(1 if "),
        *("- ", "not ", "1+", "1**", "1<", "1,", "1 if 1 else ", "1 if ", "W^(", "a,*"),
        *("lambda ", "(yield ", "(await ", "(x for x in ", "1 or ", "max(1,2,", "1.."),
        *("[", "{", "f'{", "9**", "W.", "()", "1", "W", ".", "\n", " ", "=", "\\\n"),
    ],
)
@pytest.mark.parametrize("tail", ["", "1", "1" + ")" * 60])
def test_repetition_gives_a_number_or_a_refusal(unit: str, tail: str) -> None:
    for times in (60, 199, 10_000):
        attack(unit * times + tail)
    attack((unit * 1000)[: formula.MAX_LENGTH - len(tail)] + tail)


def attack(text: str) -> None:
    try:
        result = formula.evaluate(text, VALUES | NAMED)
    except formula.InvalidFormula as error:
        assert error.formula == text
        assert 0 <= error.position <= len(text)
        if isinstance(error, formula.NotAllowed):
            assert error.what
    except FormulaError:
        pass
    else:
        assert type(result) is Decimal and result.is_finite()
        assert abs(result) <= 10**15


@pytest.mark.parametrize(
    "text",
    [
        "abs(" * 99 + "W" + ")" * 99,
        "(W and " * 99 + "1" + ")" * 99,
        "+".join("W" * 100),
        "max(" + ",".join(f"(1+1/{97 + n})**100" for n in range(45)) + ")",
    ],
)
def test_largest_formulas_fit_in_a_deep_stack(text: str) -> None:
    def deep(frames: int) -> Decimal:
        return deep(frames - 1) if frames else formula.evaluate(text, {"W": 1})

    assert deep(500)


# === MEASUREMENTS THAT ARE COMPUTED ===


def told(results: Mapping[str, object]) -> dict[str, object]:
    return {
        code: facts(result) if isinstance(result, FormulaError) else result
        for code, result in results.items()
    }


def test_measurements_are_computed_from_each_other() -> None:
    formulas = {"V": "S*D", "S": "W*H", "D": "round(H/7, 2)"}
    results = formula.resolve({"W": 2.5, "H": 1.2, "S": 99}, formulas)
    assert results == {"S": 3, "D": Decimal("0.17"), "V": Decimal("0.51")}


def test_computed_measurements_are_passed_on_exact() -> None:
    measurements = formula.Measurements({"L": 5}, {"T": "L/3", "all": "ceil(T*3)"})
    assert measurements.results["T"] == Decimal("1.66666666666667")
    assert measurements.results["all"] == 5
    assert measurements.evaluate("ceil(T*3)") == 5


def test_refused_measurement_refuses_what_depends_on_it() -> None:
    formulas = {"A": "B+1", "B": "C*2", "C": "1/z", "D": "W", "E": "W +", "F": "E"}
    measurements = formula.Measurements({"W": 1, "z": 0}, formulas)
    results = measurements.results
    assert isinstance(results["C"], formula.DivisionByZero)
    assert type(results["E"]) is formula.InvalidFormula
    caused = (formula.DependsOnError, {"name": "C", "cause": results["C"]})
    assert facts(results["A"]) == facts(results["B"]) == caused
    assert facts(results["F"])[1] == {"name": "E", "cause": results["E"]}
    assert results["D"] == 1
    with pytest.raises(formula.DependsOnError) as refused:
        measurements.evaluate("W + A")
    assert facts(refused.value) == caused


def test_unknown_name_knows_the_computed_measurements_too() -> None:
    (error,) = formula.resolve({"W": 1}, {"S": "X"}).values()
    assert facts(error)[1] == {"name": "X", "known": ("S", "W")}


def test_cycle_is_named_in_order() -> None:
    formulas = {"A": "B+1", "B": "C+W", "C": "A", "D": "B*2", "E": "D", "S": "S+1"}
    results = formula.resolve({"W": 1}, formulas)
    for code in "ABC":
        assert facts(results[code]) == (formula.Cycle, {"codes": ("A", "B", "C")})
    for code in "DE":
        assert facts(results[code])[1] == {"name": "B", "cause": results["B"]}
    assert facts(results["S"])[1] == {"codes": ("S",)}


CODES = tuple(f"m{number}" for number in range(6))
GRAPHS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(CODES, st.lists(st.sampled_from([*CODES, "W"]), max_size=3)),
)
Graph = Mapping[str, Sequence[str]]


def written(graph: Graph) -> dict[str, str]:
    return {code: "+".join(("1", *used)) for code, used in graph.items()}


def reached(graph: Graph, start: str) -> set[str]:
    """Return what `start` uses at any distance."""
    found: set[str] = set()
    pending = list(graph.get(start, ()))
    while pending:
        if (code := pending.pop()) not in found:
            found.add(code)
            pending += graph.get(code, ())
    return found


@settings(max_examples=200)
@given(GRAPHS, st.randoms(use_true_random=False))
def test_each_measurement_has_its_number_or_its_cycle(
    graph: Graph, random: Random
) -> None:
    codes = list(graph)
    random.shuffle(codes)
    values = {"W": 2} | dict.fromkeys(CODES, 3)
    results = formula.resolve(values, {code: written(graph)[code] for code in codes})
    assert results.keys() == graph.keys()
    cyclic = {code for code in graph if code in reached(graph, code)}
    for code, result in results.items():
        uses = reached(graph, code)
        if isinstance(result, formula.Cycle):
            following = (*result.codes[1:], result.codes[0])
            assert code in result.codes and len(set(following)) == len(following)
            for one, other in zip(result.codes, following, strict=True):
                assert other in graph[one]
        elif isinstance(result, formula.DependsOnError):
            assert result.name in uses & cyclic
            assert result.cause is results[result.name]
            assert isinstance(result.cause, formula.Cycle)
        else:
            assert not uses & cyclic
            computed = values | {name: results[name] for name in uses & graph.keys()}
            assert result == 1 + sum(computed[name] for name in graph[code])


@given(GRAPHS, st.sets(st.sampled_from([*CODES, "W", "other"])))
def test_dependents_are_what_uses_the_changed_at_any_distance(
    graph: Graph, changed: set[str]
) -> None:
    users = {code for code in graph if reached(graph, code) & changed}
    assert formula.dependents(changed, written(graph)) == users | changed


@given(GRAPHS)
def test_changed_measurement_changes_its_dependents_alone(graph: Graph) -> None:
    formulas = written(graph)
    before, after = (
        told(formula.resolve({"W": value} | dict.fromkeys(CODES, 0), formulas))
        for value in (1, 2)
    )
    kept = graph.keys() - formula.dependents(["W"], formulas)
    for code in kept:
        if isinstance(before[code], Decimal):
            assert before[code] == after[code]


def test_text_that_is_no_formula_depends_on_nothing() -> None:
    assert formula.dependents(["W"], {"A": "W +", "B": "W"}) == {"W", "B"}


def test_each_formula_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = []
    compute = SimpleEval.eval

    def spy(evaluator: SimpleEval, text: str, tree: ast.expr) -> object:
        texts.append(text)
        return compute(evaluator, text, tree)

    monkeypatch.setattr(SimpleEval, "eval", spy)
    formulas = {"D": "B+C+1", "C": "A+2", "B": "A+3", "A": "W+4"}
    formula.resolve({"W": 1}, formulas)
    assert sorted(texts) == sorted(formulas.values())


def test_a_thousand_measurements_in_a_row_are_computed() -> None:
    row = {f"m{number}": f"m{number - 1}+1" for number in range(1, 1001)}
    assert formula.resolve({"m0": 0}, row)["m1000"] == 1000
    ring = formula.resolve({}, row | {"m0": "m1000", "after": "m500"})
    cycle = ring["m7"]
    assert isinstance(cycle, formula.Cycle) and len(cycle.codes) == 1001
    assert isinstance(ring["after"], formula.DependsOnError)
