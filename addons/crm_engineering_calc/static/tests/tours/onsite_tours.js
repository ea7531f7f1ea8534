import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { openPage, patient } from "./steps";

const BAR = ".o_engineering_typed_bar";
const { XMLHttpRequest } = browser;

/** A line that is cut for what is measured: a tour fails where calls of the host do. */
class LostRequest extends XMLHttpRequest {
    open(method, url, ...others) {
        this.isLost = url.includes("/engineering.calculation/save_");
        super.open(method, url, ...others);
    }
    send(body) {
        if (this.isLost) {
            setTimeout(() => this.dispatchEvent(new Event("error")));
        } else {
            super.send(body);
        }
    }
}

const cut = {
    content: "The line is cut",
    trigger: BAR,
    run: () => {
        browser.XMLHttpRequest = LostRequest;
        window.dispatchEvent(new Event("offline"));
    },
};

const restore = {
    content: "The line returns",
    trigger: BAR,
    run: () => {
        browser.XMLHttpRequest = XMLHttpRequest;
        window.dispatchEvent(new Event("online"));
    },
};

const stored = { content: "All is stored", trigger: `${BAR}:contains(All that you typed is stored)` };

function field(code) {
    return `.o_engineering_measured[data-code=${code}]`;
}

function type(name, trigger, value) {
    return [
        { content: `Type ${name}`, trigger, run: `edit ${value}` },
        { content: "Leave the field", trigger: BAR, run: () => document.activeElement.blur() },
    ];
}

function waiting(count) {
    return {
        content: `${count} wait for the line`,
        trigger: `${BAR}:contains(There is no connection):contains(Not sent yet: ${count})`,
    };
}

/** Take a photo: what a camera gives is a file. */
function photograph(where) {
    return {
        content: "Take a photo",
        trigger: `${where} .o_engineering_photo`,
        run: async ({ anchor }) => {
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 8;
            canvas.getContext("2d");
            const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
            const files = new DataTransfer();
            files.items.add(new File([blob], "photo.png", { type: "image/png" }));
            const input = anchor.querySelector("input");
            input.files = files.files;
            input.dispatchEvent(new Event("change"));
        },
    };
}

/** Another phone stores something meanwhile, and this page doesn't know. */
function other(method, row) {
    return {
        content: "Another phone stores it first",
        trigger: BAR,
        run: async () => {
            const calculation = Number(location.pathname.split("/").at(-1));
            const [table] = await call("read", [[calculation], ["opening_table"]]);
            await call(method, [[calculation], [row(table.opening_table)]]);
        },
    };
}

function call(method, args) {
    const params = { model: "engineering.calculation", method, args, kwargs: {} };
    return rpc(`/web/dataset/call_kw/engineering.calculation/${method}`, params);
}

registry.category("web_tour.tours").add("engineering_engineer_measures_on_site", {
    steps: () =>
        patient([
            stored,
            ...type("the width", `${field("W")} input[inputmode=decimal]`, "2.5"),
            stored,
            cut,
            ...type("the height", `${field("H")} input[inputmode=decimal]`, "2"),
            waiting(1),
            {
                content: "The field says so",
                trigger: `${field("H")} .o_engineering_typed_note:contains(not sent yet)`,
            },
            {
                content: "The page says what it can't do",
                trigger: `${BAR}:contains(Don't reload)`,
            },
            {
                content: "Add an opening",
                trigger: ".o_engineering_opening_add",
                run: "click",
            },
            ...type("its breadth", ".o_engineering_opening:last input[aria-label=Breadth]", "1.4"),
            photograph(".o_engineering_opening:last"),
            waiting(3),
            restore,
            stored,
            {
                content: "What is computed follows",
                trigger: `${field("A")} .o_engineering_computed:contains(5)`,
            },
            {
                content: "The photo is there",
                trigger: ".o_engineering_opening:last .o_engineering_photos:contains(1)",
            },
            cut,
            ...type("the depth", `${field("D")} input[inputmode=decimal]`, "0.4"),
            ...type("the label", ".o_engineering_opening:last input[aria-label=Opening]", "Hall"),
            waiting(2),
            {
                content: "Reload the page",
                trigger: BAR,
                run: () => location.reload(),
                expectUnloadPage: true,
            },
            {
                content: "What was typed is there",
                trigger: `${field("D")} input[inputmode=decimal]:value(0.4)`,
            },
            {
                content: "And so is the opening",
                trigger: ".o_engineering_opening:last input[aria-label=Opening]:value(Hall)",
            },
            stored,
            cut,
            {
                content: "Delete an opening",
                trigger: ".o_engineering_opening:first button[title=Delete]",
                run: "click",
            },
            { content: "Really", trigger: ".modal .btn-primary", run: "click" },
            {
                content: "It waits for the line",
                trigger: ".o_engineering_opening:first .o_engineering_typed_note:contains(as soon as)",
            },
            restore,
            {
                content: "It is gone",
                trigger: ".o_engineering_openings:not(:has(.o_engineering_opening:eq(1)))",
            },
            stored,
        ]),
});

const TABLE = ".o_engineering_openings_sheet";
const cell = (row, name) => `${TABLE} tr:nth-child(${row}) input[aria-label=${name}]`;

/** Type cells of a row one after another, by the keyboard alone. */
function typeRow(row, ...cells) {
    return cells.flatMap(([name, value, key]) => [
        { content: `Type ${name} of row ${row}`, trigger: cell(row, name), run: `edit ${value}` },
        { content: "Go on", trigger: cell(row, name), run: `press ${key}` },
    ]);
}

const isThere = (row, name, value) => ({
    content: `${name} of row ${row} is ${value}`,
    trigger: `${cell(row, name)}:value(${value})`,
});

registry.category("web_tour.tours").add("engineering_engineer_types_openings", {
    steps: () =>
        patient([
            ...openPage("measurements"),
            ...typeRow(1, ["Opening", "Hall", "Tab"], ["Breadth", "1.5", "Tab"]),
            ...typeRow(1, ["Count", "2", "Enter"]),
            ...typeRow(2, ["Opening", "Room", "Tab"], ["Breadth", "3", "Enter"]),
            isThere(2, "Count", "1"),
            {
                content: "Paste rows of a spreadsheet",
                trigger: cell(3, "Opening"),
                run: ({ anchor }) => {
                    const clipboardData = new DataTransfer();
                    clipboardData.setData("text/plain", "Bath\t0.7\nAttic\t2\t4\n");
                    anchor.focus();
                    anchor.dispatchEvent(
                        new ClipboardEvent("paste", { clipboardData, bubbles: true })
                    );
                },
            },
            isThere(3, "Count", "1"),
            isThere(4, "Opening", "Attic"),
            {
                content: "All of them are stored",
                trigger: `${TABLE} tr:nth-child(4) .fa-clone`,
            },
            ...openPage("variants"),
            { content: "Open the variant", trigger: "button[name=action_open]", run: "click" },
            {
                content: "A line for each opening",
                trigger: "button[name=action_add_line_for_each_opening]",
                run: "click",
            },
            {
                content: "There are four",
                trigger: ".o_engineering_variant_lines .o_data_row:eq(3)",
            },
        ]),
});

registry.category("web_tour.tours").add("engineering_two_phones_on_one_value", {
    steps: () =>
        patient([
            stored,
            other("save_measurements", ({ measurements }) => ({
                id: measurements.find(({ code }) => code === "H").id,
                value: 4,
            })),
            ...type("another height", `${field("H")} input[inputmode=decimal]`, "3"),
            {
                content: "Both values are shown",
                trigger: `${field("H")} .o_engineering_typed_note:contains(4):contains(You: 3)`,
            },
            {
                content: "Store this one",
                trigger: `${field("H")} .o_engineering_typed_note button:contains(Store mine)`,
                run: "click",
            },
            stored,
            {
                content: "It is stored",
                trigger: `${field("H")}:not(:has(.o_engineering_typed_note)) input:value(3)`,
            },
            other("save_openings", ({ rows }) => ({ id: rows[0].id, cells: { B: 1.7 } })),
            ...type("another breadth", ".o_engineering_opening input[aria-label=Breadth]", "1.5"),
            {
                content: "Leave theirs",
                trigger: ".o_engineering_opening .o_engineering_typed_note button:contains(Leave theirs)",
                run: "click",
            },
            {
                content: "Theirs is shown",
                trigger: ".o_engineering_opening input[aria-label=Breadth]:value(1.7)",
            },
            ...type("too much", `${field("W")} input[inputmode=decimal]`, "40"),
            {
                content: "It is refused beside its field",
                trigger: `${field("W")} .o_engineering_typed_note:contains(1 to 9)`,
            },
            {
                content: "Undo",
                trigger: `${field("W")} .o_engineering_typed_note button`,
                run: "click",
            },
            {
                content: "It is what it was",
                trigger: `${field("W")} input[inputmode=decimal]:value(2)`,
            },
            stored,
        ]),
});

registry.category("web_tour.tours").add("engineering_engineer_photographs_at_the_desk", {
    steps: () =>
        patient([
            ...openPage("measurements"),
            photograph(".o_engineering_openings_sheet .o_engineering_opening:first"),
            {
                content: "The photo is stored",
                trigger: ".o_engineering_openings_sheet .o_engineering_photos:contains(1)",
            },
            {
                content: "Type a cell",
                trigger: ".o_engineering_openings_sheet input[aria-label=Breadth]",
                run: "edit 2.2",
            },
            {
                content: "Go down: a new row is there",
                trigger: ".o_engineering_openings_sheet input[aria-label=Breadth]",
                run: "press Enter",
            },
            {
                content: "Type below",
                trigger: ".o_engineering_openings_sheet tr:nth-child(2) input[aria-label=Breadth]",
                run: "edit 3",
            },
            {
                content: "Leave the table",
                trigger: ".o_engineering_openings_sheet tr:nth-child(2) input[aria-label=Breadth]",
                run: "press Enter",
            },
            {
                content: "It is stored, and has a number for its label",
                trigger: ".o_engineering_openings_sheet tr:nth-child(2) input[aria-label=Opening]:value(2)",
            },
        ]),
});
