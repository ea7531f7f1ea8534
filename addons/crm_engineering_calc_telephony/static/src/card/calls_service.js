import { reactive } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

const CHANNEL = "engineering_call";
const TALKING = "talking";
const GOING_ON = ["ringing", TALKING];
const HIDDEN = "crm_engineering_calc_telephony.hidden";
const MOST_HIDDEN = 50;
// Who asks in vain, of a server that has too much to do, asks again while it may ring.
const FIRST_PAUSE = 1000;
const MOST_TRIES = 6;
// How long the card of a call that is over waits for its summary.
const WAITS = 2 * 60 * 1000;

/** Knows whose calls ring here, and asks the server what their cards show. */
export const callsService = {
    dependencies: ["bus_service", "orm"],
    start(env, { bus_service, orm }) {
        const calls = reactive({ cards: [] });
        let asking = null;
        let isStale = false;
        let failed = 0;
        let pause = null;
        // Calls of another database, or of who used the browser before, are others.
        const hiddenKey = `${HIDDEN}:${session.db}:${user.userId}`;

        /** Ask what to show: once at a time, and once more if it changed meanwhile. */
        function update() {
            isStale = true;
            asking ||= ask().finally(() => {
                asking = null;
            });
            return asking;
        }

        async function ask() {
            while (isStale) {
                isStale = false;
                const told = await orm.silent.call("engineering.call", "get_cards", []);
                const ids = told.map((card) => card.id);
                const over = calls.cards.filter(
                    ({ id, isOver }) => isOver && !ids.includes(id)
                );
                calls.cards = [...told, ...over];
                hideAsInOtherTabs();
            }
        }

        function forget(id) {
            calls.cards = calls.cards.filter((card) => card.id !== id);
        }

        function getHidden() {
            try {
                return JSON.parse(browser.localStorage.getItem(hiddenKey)) || [];
            } catch {
                return [];
            }
        }

        function hideAsInOtherTabs() {
            const hidden = getHidden();
            calls.cards = calls.cards.filter((card) => !hidden.includes(card.id));
        }

        /** Hide a card in all tabs of the browser, until the call is another's. */
        function hide(id) {
            forget(id);
            const hidden = [...new Set([...getHidden(), id])].slice(-MOST_HIDDEN);
            browser.localStorage.setItem(hiddenKey, JSON.stringify(hidden));
        }

        /** Let who has talked still write what it was about. */
        function end(id) {
            const card = calls.cards.find((one) => one.id === id);
            if (card?.result !== TALKING) {
                forget(id);
                return;
            }
            card.isOver = true;
            browser.setTimeout(() => forget(id), WAITS);
        }

        async function refresh() {
            browser.clearTimeout(pause);
            try {
                await update();
                failed = 0;
            } catch {
                if (failed < MOST_TRIES) {
                    pause = browser.setTimeout(refresh, FIRST_PAUSE * 2 ** failed++);
                }
            }
        }

        bus_service.subscribe(CHANNEL, ({ id, result }) => {
            if (!GOING_ON.includes(result)) {
                end(id);
            }
            failed = 0;
            refresh();
        });
        // Where the connection was lost, or the page is new, it may ring already.
        bus_service.addEventListener("BUS:CONNECT", refresh);
        bus_service.addEventListener("BUS:RECONNECT", refresh);
        bus_service.start();
        browser.addEventListener("storage", ({ key }) => {
            if (key === hiddenKey) {
                hideAsInOtherTabs();
            }
        });
        refresh();
        return { calls, update, hide };
    },
};

registry.category("services").add("engineering_calls", callsService);
