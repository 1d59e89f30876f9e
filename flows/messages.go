package flows

import (
	"slices"
	"strings"

	"langnghe/internal/yamlpos"
)

// engineMessages are the sentences the engine says for itself, with the
// variables it supplies. Each must stand in messages.yaml.
var engineMessages = map[string][]string{
	// around a question
	"engine.progress":   {"so", "tong"},
	"engine.yes":        nil,
	"engine.no":         nil,
	"engine.back":       nil,
	"engine.to_menu":    nil,
	"engine.skip":       nil,
	"engine.more":       nil,
	"engine.keep":       nil,
	"engine.default":    {"gia_tri"},
	"engine.was":        {"noi_dung"},
	"engine.writing":    {"noi_dung"},
	"engine.told_ahead": nil,
	"engine.told_more":  {"muc"},
	"engine.picked":     {"lua_chon"},

	// answers that do not fit
	"engine.wrong_choice": {"tong"},
	"engine.wrong_yes_no": nil,
	"engine.wrong_dung":   nil,
	"engine.wrong_number": nil,
	"engine.wrong_text":   nil,
	"engine.wrong_range":  {"min", "max"},
	"engine.wrong_date":   nil,
	"engine.wrong_phone":  nil,
	"engine.wrong_menu":   nil,
	"engine.ambiguous":    {"lua_chon"},
	"engine.unsure":       nil,
	"engine.polite":       nil,
	"engine.empty":        nil,
	"engine.too_short":    {"co", "min"},
	"engine.too_much":     nil,
	"engine.list_empty":   nil,
	"engine.stale":        nil,
	"engine.not_yet":      nil,
	"engine.media_photo":  nil,
	"engine.media_voice":  nil,
	"engine.media_other":  nil,
	"engine.wrong_media":  {"can"},
	"engine.media_wrong":  {"can"},
	"engine.media_got":    {"gi"},
	"engine.media_added":  {"gi"},
	"engine.media_more":   {"so"},
	"engine.media_was":    {"noi_dung"},
	"engine.media_label":  nil,
	"engine.photos":       nil,
	"engine.voice":        nil,
	"engine.file":         nil,

	// questions of its own
	"engine.masked":       {"noi_dung"},
	"engine.masked_ok":    nil,
	"engine.rewrite":      nil,
	"engine.use_first":    {"max"},
	"engine.stuck":        nil,
	"engine.try_again":    nil,
	"engine.person":       nil,
	"engine.later":        nil,
	"engine.sure_cancel":  nil,
	"engine.sure_sent":    nil,
	"engine.cancel":       nil,
	"engine.stop_here":    nil,
	"engine.go_on":        nil,
	"engine.sure_command": {"chu"},
	"engine.is_answer":    nil,
	"engine.sure_date":    {"ngay"},
	"engine.sure_number":  {"so"},
	"engine.sure_cut":     {"co", "max"},
	"engine.date_words":   {"thu", "ngay", "thang", "nam"},
	"engine.right":        nil,
	"engine.sure_remove":  {"muc"},
	"engine.remove":       nil,
	"engine.remove_item":  {"muc"},
	"engine.item":         {"muc", "so"},

	// looking back
	"engine.review":       nil,
	"engine.review_ask":   nil,
	"engine.review_empty": nil,
	"engine.so_far":       nil,
	"engine.so_far_ask":   nil,
	"engine.send":         nil,
	"engine.fix":          nil,
	"engine.fix_which":    nil,
	"engine.skipped":      nil,
	"engine.weekdays":     nil,

	// what happened
	"engine.cancelled":      nil,
	"engine.cancelled_sent": nil,
	"engine.kept":           nil,
	"engine.over":           nil,

	// what a word that is asked back would do
	"engine.cmd_back":   nil,
	"engine.cmd_cancel": nil,
	"engine.cmd_done":   nil,
	"engine.cmd_fix":    nil,
	"engine.cmd_help":   nil,
	"engine.cmd_later":  nil,
	"engine.cmd_person": nil,
	"engine.cmd_review": nil,
	"engine.cmd_send":   nil,
	"engine.cmd_skip":   nil,
	"engine.cmd_urgent": nil,
	"engine.cmd_other":  nil,
}

// missing reports in one line all that should be there and is not.
func missing(n *yamlpos.Node, what string, ids []string, has func(string) bool) {
	var out []string
	for _, id := range ids {
		if !has(id) {
			out = append(out, id)
		}
	}
	if len(out) == 0 {
		return
	}
	list := strings.Join(out[:min(len(out), 10)], ", ")
	if len(out) > 10 {
		list += "…"
	}
	n.Problem("thiếu %d %s; hãy thêm: %s", len(out), what, list)
}

// engineCatalogue reads messages.yaml: what the engine says.
func engineCatalogue(set *Set, needs Needs, root *yamlpos.Node) {
	parseMessages(set, needs, root, engineMessages)
}

// hostCatalogue reads bot.yaml: what the host says outside of flows.
func hostCatalogue(set *Set, needs Needs, root *yamlpos.Node) {
	parseMessages(set, needs, root, needs.Messages)
}

// parseMessages reads a catalogue, id: text, in which exactly the sentences of
// want must stand.
func parseMessages(set *Set, needs Needs, root *yamlpos.Node, want map[string][]string) {
	if !root.Map() {
		return
	}
	ids := make([]string, 0, len(want))
	for id := range want {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, k := range root.Keys() {
		if root.Full() {
			return
		}
		id, n := k.Raw(), root.Get(k.Raw())
		own, known := want[id]
		if !known {
			k.Problem("không có câu nào tên %q%s", id, yamlpos.Hint(id, ids))
			continue
		}
		t, vars := parseTemplate(n, needs.textLimit())
		for _, v := range vars {
			if !slices.Contains(own, v.name) && !slices.Contains(needs.Vars, v.name) {
				valid := append(slices.Clone(own), needs.Vars...)
				n.ProblemIn(v.off, "câu %q không có biến {%s}%s", id, v.name, yamlpos.Hint(v.name, valid))
			}
		}
		set.messages[id] = t
	}
	missing(root, "câu", ids, root.Has)
}
