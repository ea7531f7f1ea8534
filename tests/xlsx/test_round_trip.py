"""A workbook that nobody changed is the estimate that it was written from."""

from crm_engineering_calc.domain.estimate import Estimate
from crm_engineering_calc.xlsx import parse_lines, read_workbook, write_workbook


def test_variant_comes_back_as_it_was() -> None:
    estimate = Estimate(
        calculation="CALC/1",
        direction_code="hvac",
        currency_code="RUB",
        variants=[
            {
                "ref": "7",
                "name": "Base",
                "coefficient": "1.1",
                "lines": [
                    {"ref": "1", "name": "Ducts", "kind": "section"},
                    {
                        "ref": "2",
                        "name": "=1+1",
                        "product_code": "DUCT",
                        "formula": "ceil(W*H)",
                        "quantity": "12.5",
                        "base_price": "100.10",
                        "coefficients": [{"code": "height", "value": "1.2"}],
                        "coefficient": "1.2",
                        "price_unit": 130,
                    },
                ],
            }
        ],
    )
    book = read_workbook(write_workbook(estimate, stamps={"7": "yesterday"}))
    assert book.variants[0].identity.stamp == "yesterday"
    parsed = parse_lines(book.variants[0])
    assert (parsed.problems, parsed.skipped) == ((), ())
    assert parsed.variant == estimate.variants[0]
    assert parsed.rows == (6, 7)
