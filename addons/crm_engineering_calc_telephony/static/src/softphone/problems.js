import { _t } from "@web/core/l10n/translation";

/** Say what is missing, or has failed, and what helps. */
export function describe({ code, detail }) {
    switch (code) {
        case "insecure":
            return _t(
                "This page is not served over HTTPS, and browsers give the microphone to secure pages alone. Ask your administrator."
            );
        case "browser":
            return _t("This browser can't phone: it has no WebRTC.");
        case "extension":
            return _t("You have no extension: ask who keeps the exchange for one.");
        case "address":
            return _t("Your exchange has no address for softphones: ask who keeps it.");
        case "password":
            return _t("The password of your softphone is missing: write it in your preferences.");
        case "mixed":
            return _t(
                "The exchange's address %s is not secure, and this page is: it takes wss:// alone.",
                detail
            );
        case "unreachable":
            return _t(
                "The exchange is not reached at %(address)s. If your browser doesn't know its certificate, open %(page)s and accept it.",
                { address: detail, page: detail.replace(/^ws/, "http") }
            );
        case "refused":
            return _t("The exchange refuses the login %s: check its password.", detail);
        case "unregistered":
            return _t("The exchange doesn't take the softphone: %s", detail);
        case "microphone_missing":
            return _t("No microphone is found: connect one, and call again.");
        case "microphone_denied":
            return _t(
                "The browser keeps the microphone from this page: allow it beside the page's address, and call again."
            );
        case "microphone_busy":
            return _t("The microphone is taken by another program: close it, and call again.");
        case "not_ready":
            return _t("The softphone is not connected yet: call again in a moment.");
        case "number":
            return _t("“%s” is no number that can be called.", detail);
        case "transfer":
            return _t("The call was not transferred: %s", detail);
        case "cut":
            return _t("The call with %s was cut off: its window was closed.", detail);
        case "busy":
            return _t("%s is busy.", detail);
        case "unanswered":
            return _t("%s doesn't answer.", detail);
        default:
            return _t("The call failed: %s", detail);
    }
}

/** What a failed request for the microphone says. */
export function getMicrophoneProblem(error) {
    if (["NotFoundError", "OverconstrainedError"].includes(error.name)) {
        return { code: "microphone_missing" };
    }
    if (["NotAllowedError", "SecurityError"].includes(error.name)) {
        return { code: "microphone_denied" };
    }
    return { code: "microphone_busy" };
}
