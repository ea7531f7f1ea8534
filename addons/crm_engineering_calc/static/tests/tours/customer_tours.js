import { registry } from "@web/core/registry";
import { patient, sign } from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("engineering_customer_signs_proposal", {
    steps: () => sign("Tour customer", "#quote_content:contains(Thank You)"),
});

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
