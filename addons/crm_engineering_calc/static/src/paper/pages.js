/** @odoo-module ignore */
/*
 * Pages of a paper where the renderer knows none: wkhtmltopdf with the plain Qt repeats no
 * heads of tables and prints no footers. Each page is filled here, row by row, as it will
 * be printed. The patched Qt, an older WebKit, does all that itself.
 */
(function () {
    "use strict";

    // As wide in pixels as wkhtmltopdf then fits to the page, whatever its resolution.
    var WIDTH = 1000;
    // What a page keeps free: letters may be a trifle higher on paper than measured.
    var SPARE = 24;
    var NUMBER_HEIGHT = 22;
    // What is longer is not moved to another page for what follows it.
    var KEPT_HEIGHT = 250;
    var FONTS_MS = 500;

    function isPatched() {
        return /AppleWebKit\/53[0-4]\b/.test(navigator.userAgent);
    }

    function top(element) {
        return element.getBoundingClientRect().top + window.pageYOffset;
    }

    function bottom(element) {
        return element.getBoundingClientRect().bottom + window.pageYOffset;
    }

    /** Nobody signs a page that has nothing of the text. */
    function isEndOfText(element) {
        var names = " " + element.parentNode.className + " ";
        return / o_paper_text /.test(names) && !element.nextElementSibling;
    }

    function isHead(element) {
        var names = " " + element.className + " ";
        return (
            /^H[1-6]$/.test(element.tagName) ||
            / (o_line_section|o_line_subsection|o_paper_keep) /.test(names) ||
            isEndOfText(element)
        );
    }

    /** List the parts of a block that a page may begin with. */
    function listParts(block) {
        var names = " " + block.className + " ";
        if (/ o_paper_lines /.test(names)) {
            return block.querySelectorAll("tbody > tr");
        }
        var isText = / o_paper_text /.test(names) && block.children.length;
        return isText ? block.children : [block];
    }

    /** List what no page breaks: rows of services, paragraphs of a text, and the other
     * blocks of a paper. */
    function listPieces(page) {
        var pieces = [];
        Array.prototype.forEach.call(page.children, function (block) {
            Array.prototype.forEach.call(listParts(block), function (part) {
                pieces.push({
                    element: part,
                    table: part.tagName === "TR" ? block : null,
                    top: top(part),
                    bottom: bottom(part),
                    isHead: isHead(part) && part.offsetHeight < KEPT_HEIGHT,
                });
            });
        });
        // Below its head, a table begins: the first row is not parted from the head.
        pieces.forEach(function (piece, place) {
            var previous = pieces[place - 1];
            if (piece.table && (!previous || previous.table !== piece.table)) {
                piece.top = top(piece.table);
            }
        });
        return pieces;
    }

    /** Return the places of the pieces that begin a page. */
    function findBreaks(pieces, height) {
        var breaks = [];
        var start = 0;
        var headHeight = 0;
        pieces.forEach(function (piece, place) {
            if (!place || piece.bottom - start + headHeight <= height) {
                return;
            }
            var first = place;
            while (first > 1 && pieces[first - 1].isHead && pieces[first - 1].top > start) {
                first -= 1;
            }
            breaks.push(first);
            start = pieces[first].top;
            var table = pieces[first].table;
            var isBegun = table && first && pieces[first - 1].table === table;
            headHeight = isBegun ? table.tHead.offsetHeight : 0;
            // What is longer than a page goes on as the renderer breaks it.
            while (piece.bottom - start + headHeight > height) {
                start += height;
            }
        });
        return breaks;
    }

    function fixColumns(table) {
        var cells = table.tHead.rows[0].cells;
        var widths = Array.prototype.map.call(cells, function (cell) {
            return cell.offsetWidth;
        });
        table.style.tableLayout = "fixed";
        widths.forEach(function (width, place) {
            cells[place].style.width = width + "px";
        });
    }

    /** Let a table go on in another, below the same head, from a row. */
    function split(row, table) {
        var rest = table.cloneNode(false);
        rest.appendChild(table.tHead.cloneNode(true));
        var body = rest.appendChild(row.parentNode.cloneNode(false));
        while (row) {
            var next = row.nextElementSibling;
            body.appendChild(row);
            row = next;
        }
        table.parentNode.insertBefore(rest, table.nextSibling);
        return rest;
    }

    /** Let a page begin with a piece; what begins it is returned. */
    function beginPage(piece, page) {
        var element = piece.element;
        if (piece.table) {
            element = element.previousElementSibling
                ? split(element, piece.table)
                : piece.table;
        } else if (element.parentNode !== page && !element.previousElementSibling) {
            element = element.parentNode;
        }
        element.style.pageBreakBefore = "always";
        return element;
    }

    function addNumber(before, parent, words, free) {
        var number = document.createElement("div");
        number.className = "o_paper_page";
        number.textContent = words;
        number.style.paddingTop = Math.max(0, free) + "px";
        (before ? before.parentNode : parent).insertBefore(number, before);
    }

    function makePages(paper) {
        var page = paper.querySelector(".page");
        var body = document.body.style;
        body.margin = body.padding = "0";
        body.width = body.minWidth = body.maxWidth = WIDTH + "px";
        var height = WIDTH * Number(paper.getAttribute("data-page-ratio")) - SPARE;
        Array.prototype.forEach.call(page.querySelectorAll(".o_paper_lines"), fixColumns);
        var pieces = listPieces(page);
        var inner = height - NUMBER_HEIGHT;
        if (pieces[pieces.length - 1].bottom <= height) {
            return;
        }
        var breaks = findBreaks(pieces, inner);
        var total = breaks.length + 1;
        var words = paper.getAttribute("data-page-words");
        function say(number) {
            return words.replace("{page}", number).replace("{total}", total);
        }
        // From the last one on, so that each row is moved once.
        var begins = breaks.reduceRight(function (begun, place) {
            return [beginPage(pieces[place], page)].concat(begun);
        }, []);
        var ends = begins.concat([null]);
        // All is measured before anything is put in: each page is laid out once.
        var used = ends.map(function (element, number) {
            var last = element ? element.previousElementSibling : page.lastElementChild;
            return (bottom(last) - (number ? top(begins[number - 1]) : 0)) % height;
        });
        ends.forEach(function (element, number) {
            addNumber(element, page, say(number + 1), inner - used[number]);
        });
    }

    window.addEventListener("load", function () {
        var paper = document.querySelector(".o_body_pdf .o_engineering_paper");
        if (paper && !isPatched()) {
            // A font of the web is drawn letter by letter: nobody could search or copy
            // the text, and the file would be a hundred times larger.
            paper.style.fontFamily = paper.getAttribute("data-print-font");
            // Fonts come later than the page, which is printed after a second.
            window.setTimeout(makePages, FONTS_MS, paper);
        }
    });
})();
