package flows

import (
	"slices"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// parseLists reads lists.yaml: lists by name.
func parseLists(set *Set, needs Needs, root *yamlpos.Node) {
	if !root.Map() {
		return
	}
	for _, k := range root.Keys() {
		if !answerIDs.MatchString(k.Raw()) {
			k.Problem("tên danh sách %q chỉ gồm chữ thường không dấu, số và dấu gạch dưới", k.Raw())
			continue
		}
		if slices.Contains(needs.Lists, k.Raw()) {
			k.Problem("danh sách %q do hệ thống lập, không viết ở đây; hãy đặt tên khác", k.Raw())
			continue
		}
		set.lists[k.Raw()] = parseItems(root.Get(k.Raw()), needs)
	}
}

// parseItems reads the entries of a list: a map id: name, or a list of
// {id, name, short, sub}.
func parseItems(n *yamlpos.Node, needs Needs) []Item {
	var out []Item
	seen := map[string]*yamlpos.Node{}
	add := func(idNode, nameNode *yamlpos.Node, it Item) {
		if !answerIDs.MatchString(it.ID) {
			idNode.Problem("mã %q chỉ gồm chữ thường không dấu, số và dấu gạch dưới, bắt đầu bằng chữ; ví dụ giao_thong", it.ID)
		}
		if u := text.Units(it.label()); u > needs.labelLimit() {
			nameNode.Problem("nhãn dài %d chữ, tối đa %d; hãy thêm short: viết ngắn hơn", u, needs.labelLimit())
		}
		for _, key := range []string{"id:" + it.ID, "tên " + text.Fold(it.label())} {
			if seen[key] != nil {
				line, _ := seen[key].Pos()
				idNode.Problem("mục này trùng với mục ở dòng %d; hãy đổi mã hoặc tên", line)
				return
			}
			seen[key] = idNode
		}
		it.do = doItem + it.ID
		out = append(out, it)
	}
	switch n.Kind() {
	case yamlpos.Map:
		for _, k := range n.Keys() {
			v := n.Get(k.Raw())
			name, _ := v.Text()
			add(k, v, Item{ID: k.Raw(), Name: name})
		}
	case yamlpos.List:
		for _, e := range n.List() {
			if !e.Only("id", "name", "short", "sub") {
				continue
			}
			var it Item
			it.ID, _ = e.Need("id").Text()
			it.Name, _ = e.Need("name").Text()
			nameNode := e.Get("name")
			if e.Has("short") {
				it.Short, _ = e.Get("short").Text()
				nameNode = e.Get("short")
			}
			if e.Has("sub") {
				it.Sub = parseItems(e.Get("sub"), needs)
			}
			if it.ID != "" && it.Name != "" {
				add(e.Get("id"), nameNode, it)
			}
		}
	default:
		n.Problem("ở đây cần danh sách các mục, dạng mã: Tên")
		return nil
	}
	if len(out) == 0 {
		n.Problem("danh sách chưa có mục nào")
	}
	return out
}

// listNames is every list a pick: may name.
func (s *Set) listNames(needs Needs) []string {
	names := slices.Clone(needs.Lists)
	for k := range s.lists {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}
