// Pickers: what tells namesakes apart, what belongs to the form's record first, and a new source from its address.
"use strict";
if (window.django && django.jQuery && django.jQuery.fn.select2) {
    const $ = django.jQuery;
    let open = null;

    const offered = (row) => {
        if (!row.detail) {
            return row.text;
        }
        const line = document.createElement("span");
        line.append(row.text, Object.assign(document.createElement("small"), {textContent: row.detail}));
        return $(line);
    };
    $.fn.select2.defaults.set("templateResult", offered);

    $.ajaxPrefilter((options) => {
        if (!open || !open.dataset.within || !options.url.includes("/autocomplete/")) {
            return;
        }
        const shared = document.getElementById(`id_${open.dataset.within}`);
        options.data += `&within_${open.dataset.within}=${encodeURIComponent(shared ? shared.value : "")}`;
        options.data += open.dataset.all ? "&all=1" : "";
    });

    const searchFieldOf = (select) => document.querySelector(".select2-dropdown .select2-search__field")
        || select.nextElementSibling.querySelector(".select2-search__field");

    const showAll = (select) => {
        const text = searchFieldOf(select).value;
        select.dataset.all = "1";
        $(select).select2("close").select2("open");
        const field = searchFieldOf(select);
        field.value = text;
        $(field).trigger("input");
    };

    const addNew = (select, address) => {
        $(select).select2("close");
        const link = Object.assign(document.createElement("a"), {id: `add_${select.id}`, href: address});
        window.showRelatedObjectPopup(link);
    };

    $(document).on("select2:opening", (event) => {
        open = event.target;
    });
    $(document).on("select2:selecting", (event) => {
        const row = event.params.args.data;
        if (row.all || row.add) {
            event.preventDefault();
            setTimeout(row.all ? showAll : addNew, 0, event.target, row.add);
        }
    });
}
