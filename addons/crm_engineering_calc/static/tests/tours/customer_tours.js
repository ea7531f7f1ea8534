import { registry } from "@web/core/registry";
import { patient, sign } from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("engineering_customer_signs_proposal", {
    steps: () => sign("Tour customer", "#quote_content:contains(Thank You)"),
});

/** Fail where the bar on a phone is cut, wrapped, or covered, or a thumb misses it. */
function assertBarFits({ anchor }) {
    const buttons = [...anchor.querySelectorAll(".btn")];
    const boxes = buttons.map((button) => button.getBoundingClientRect());
    for (const [index, box] of boxes.entries()) {
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        const hit = document.elementFromPoint(x, y);
        if (
            box.left < 0 ||
            box.right > window.innerWidth ||
            box.bottom > window.innerHeight ||
            box.top !== boxes[0].top ||
            box.height < 36 ||
            box.width < 44 ||
            !buttons[index].contains(hit)
        ) {
            throw new Error(`Can't be tapped: ${buttons[index].outerHTML}`);
        }
    }
    if (document.documentElement.scrollWidth > window.innerWidth) {
        throw new Error("The page scrolls sideways");
    }
}

tours.add("engineering_customer_signs_act", {
    steps: () =>
        patient([
            {
                content: "Open the act",
                trigger: "a:contains(ACT)",
                run: "click",
                expectUnloadPage: true,
            },
            ...sign("Tour customer", ".alert-success:contains(Thank you)"),
        ]),
});

tours.add("engineering_customer_signs_act_in_russian", {
    steps: () =>
        patient([
            {
                content: "Open the act",
                trigger: "a:contains(ACT)",
                run: "click",
                expectUnloadPage: true,
            },
            {
                content: "Both buttons of the bar can be tapped",
                trigger: ".o_engineering_bar:has(.btn + .btn:contains(Подписать))",
                run: assertBarFits,
            },
            ...sign("Tour customer", ".alert-success:contains(Tour customer)"),
        ]),
});

const variant = (name) => `.o_engineering_variant:contains(${name})`;
const chatter = (selector) => `#chatterRoot:shadow ${selector}`;

/** Fail where the page of a phone scrolls sideways, or a part of it does. */
function assertNothingScrollsSideways() {
    const wide = [...document.querySelectorAll("#quote_content *")].filter(
        (part) => part.getBoundingClientRect().right > window.innerWidth + 1
    );
    if (wide.length) {
        throw new Error(`Wider than the screen: ${wide[0].outerHTML.slice(0, 200)}`);
    }
}

/** Choose, ask and sign, where `total` shows what the proposal costs. */
const chooseAskAndSign = (total) => [
    {
        content: "What differs is shown, and fits the screen",
        trigger: `${variant("Slate")} .o_engineering_differs`,
        run: assertNothingScrollsSideways,
    },
    {
        content: "What is the same is not shown",
        trigger: `${variant("Slate")}:not(:has(.o_engineering_same:visible))`,
    },
    { content: "Show it", trigger: ".o_engineering_show_same", run: "click" },
    {
        content: "It is shown",
        trigger: `${variant("Slate")} .o_engineering_same:visible`,
    },
    {
        content: "Choose",
        trigger: `${variant("Slate")} button[name=variant_id]`,
        run: "click",
        expectUnloadPage: true,
    },
    {
        content: "The totals are of the choice",
        trigger: `.border-primary${variant("Slate")}`,
    },
    {
        content: "The sum and the button are in sight",
        trigger: `${total}:contains(600.00)`,
    },
    {
        content: "Ask a question",
        trigger: chatter(".o-mail-Composer-input"),
        run: "edit Is it grey?",
    },
    {
        content: "Send it",
        trigger: chatter(".o-mail-Composer-send:enabled"),
        run: "click",
    },
    {
        content: "It stands on the page",
        trigger: chatter(".o-mail-Message:contains(Is it grey?)"),
    },
    ...sign("Tour customer", "#quote_content:contains(Thank You)"),
];

tours.add("engineering_customer_chooses_on_phone", {
    steps: () => chooseAskAndSign(".o_engineering_bar"),
});

tours.add("engineering_customer_chooses_at_desk", {
    steps: () => chooseAskAndSign("#sidebar_content"),
});
