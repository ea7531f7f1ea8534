import { registry } from "@web/core/registry";
import { sign } from "./steps";

const tours = registry.category("web_tour.tours");

tours.add("engineering_customer_signs_proposal", {
    steps: () => sign("Tour customer", "#quote_content:contains(Thank You)"),
});

tours.add("engineering_customer_signs_act", {
    steps: () => [
        {
            content: "Open the act",
            trigger: "a:contains(ACT)",
            run: "click",
            expectUnloadPage: true,
        },
        ...sign("Tour customer", ".alert-success:contains(Thank you)"),
    ],
});
