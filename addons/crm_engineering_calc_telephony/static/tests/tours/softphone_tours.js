import { registry } from "@web/core/registry";

const phone = ".o_engineering_softphone";
const call = ".o_engineering_phone_call";
const menu = ".o_engineering_softphone_menu";
const problem = ".o_engineering_phone_problem";
// A tab that is opened loads the whole page.
const OPENS_WITHIN = 60000;
const connections = [];
let tab;

/** Ask the far side, whose address the page has got from the test. */
function askFar(method, path) {
    const { far, key } = JSON.parse(sessionStorage.getItem("engineering_far"));
    const mode = "no-cors";
    return fetch(`${far}/ari/${path}${path.includes("?") ? "&" : "?"}api_key=${key}`, { method, mode });
}

/** Let a customer call the extension of the user. */
function callHere() {
    const { extension } = JSON.parse(sessionStorage.getItem("engineering_far"));
    const from = "callerId=79161234567&context=stay&extension=s&priority=1";
    const to = `endpoint=PJSIP/74950000${extension}@exchange`;
    return askFar("POST", `channels?${to}&${from}`);
}

function keepConnections() {
    const { RTCPeerConnection } = window;
    window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor() {
            super(...arguments);
            connections.push(this);
        }
    };
}

/** Fail where nothing is heard, or said, for five seconds. */
async function assertTalk(kinds) {
    for (let tries = 0; tries < 25; tries++) {
        const stats = [...(await connections.at(-1).getStats()).values()];
        const packets = (kind, name) => stats.some((one) => one.type === kind && one[name] > 10);
        const heard = packets("inbound-rtp", "packetsReceived");
        const said = packets("outbound-rtp", "packetsSent");
        if ((heard || !kinds.includes("heard")) && said) {
            return;
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`Nothing is ${kinds}`);
}

/** Do something as soon as the other tab knows what is looked for: unseen, it paints nothing. */
async function inOtherTab(isThere, does = () => {}) {
    for (let tries = 0; tries < 550; tries++) {
        const phone = tab.odoo?.__WOWL_DEBUG__?.root.env.services.engineering_phone?.phone;
        if (phone?.softphone && isThere(phone.state)) {
            return does(phone.softphone, phone.state.calls[0]);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("The other tab does not follow");
}

const dial = (number) => [
    { content: "Open the softphone", trigger: phone, run: "click" },
    { content: "Write a number", trigger: `${menu} .o_engineering_number`, run: `edit ${number}` },
    { content: "Call it", trigger: `${menu} .btn-success`, run: "click" },
];
const isOver = { content: "The call is over", trigger: `body:not(:has(${call}))` };
const isTalking = { content: "They talk", trigger: `${call}[data-status=talking]` };

registry.category("web_tour.tours").add("engineering_softphone_says_what_is_missing", {
    steps: () => [
        { content: "The softphone is not ready", trigger: `${phone}[data-status=missing]`, run: "click" },
        {
            content: "It says what is missing",
            trigger: `${menu}:contains(The password of your softphone is missing)`,
        },
        { content: "Try again", trigger: `${menu} .btn-secondary`, run: "click" },
        { content: "It is missing still", trigger: `${phone}[data-status=missing]` },
        { content: "Close the menu", trigger: phone, run: "click" },
        {
            content: "A click on a number does not leave the page",
            trigger: ".o_form_view .o_phone_form_link",
            run: "click",
        },
        {
            content: "And says the same",
            trigger: `${problem}:contains(The password of your softphone is missing)`,
        },
        { content: "It is understood", trigger: `${problem} .btn-close`, run: "click" },
        { content: "It is gone", trigger: `body:not(:has(${problem}))` },
    ],
});

registry.category("web_tour.tours").add("engineering_softphone_talks", {
    steps: () => [
        {
            content: "The softphone has registered",
            trigger: `${phone}[data-status=registered]`,
            run: keepConnections,
        },
        { content: "A customer calls", trigger: phone, run: callHere },
        { content: "Who calls is shown", trigger: `${call}:contains(79161234567)` },
        { content: "Answer", trigger: `${call} .o_engineering_answer`, run: "click" },
        { ...isTalking, run: () => assertTalk(["said"]) },
        { content: "Hold", trigger: `${call} .o_engineering_hold`, run: "click" },
        { content: "It is held", trigger: `${call}[data-held]:contains(On hold)` },
        { content: "Talk on", trigger: `${call} .o_engineering_hold`, run: "click" },
        { content: "It is not held", trigger: `${call}:not([data-held])` },
        { content: "Mute", trigger: `${call} .o_engineering_mute`, run: "click" },
        { content: "It is mute", trigger: `${call} .o_engineering_mute.active`, run: "click" },
        { content: "Keys", trigger: `${call} .o_engineering_keys`, run: "click" },
        { content: "Press one", trigger: `${call} [data-key='5']`, run: "click" },
        { content: "It is sent", trigger: `${call} .fs-4:contains(5)` },
        { content: "Transfer", trigger: `${call} .o_engineering_give`, run: "click" },
        { content: "To whom", trigger: `${call} .o_engineering_target`, run: "edit 102" },
        { content: "Do it", trigger: `${call} form .btn-primary`, run: "click" },
        isOver,
        ...dial("600"),
        { ...isTalking, run: () => assertTalk(["said", "heard"]) },
        { content: "Hang up", trigger: `${call} .o_engineering_hang_up`, run: "click" },
        isOver,
        ...dial("+7 916 000-50-68"),
        { content: "It is busy", trigger: `${problem}:contains(is busy)` },
        { content: "It is understood", trigger: `${problem} .btn-close`, run: "click" },
        isOver,
    ],
});

registry.category("web_tour.tours").add("engineering_softphone_in_two_tabs", {
    steps: () => [
        {
            content: "Open another tab",
            trigger: `${phone}[data-status=registered]`,
            timeout: OPENS_WITHIN,
            run: async () => {
                keepConnections();
                // A page that is opened while a tour is on goes on with it: this one alone does.
                localStorage.removeItem("current_tour");
                // A window of its own: a tab behind another one is not painted.
                tab = window.open("/odoo/crm", "", "popup,width=800,height=600");
                await inOtherTab(({ status }) => status === "registered");
                await callHere();
            },
        },
        {
            content: "It rings in both, and the other answers",
            trigger: `${call} .o_engineering_answer`,
            run: () =>
                inOtherTab(
                    ({ calls }) => calls[0]?.status === "ringing",
                    (softphone, { id }) => softphone.act("answer", id)
                ),
        },
        { ...isTalking, run: () => assertTalk(["said"]) },
        {
            content: "One window holds the call: the other ends it",
            trigger: `${call}[data-status=talking]`,
            run: () =>
                inOtherTab(
                    ({ calls }) => calls[0]?.status === "talking",
                    (softphone, { id }) => softphone.act("hangUp", id)
                ),
        },
        {
            ...isOver,
            run: () => inOtherTab(({ calls }) => !calls.length, () => tab.close()),
        },
    ],
});
