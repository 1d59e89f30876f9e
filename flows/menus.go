package flows

import (
	"slices"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// MenuItem is one line of a menu; it starts a flow or asks for a host command.
type MenuItem struct {
	Label   string
	Flow    string
	Command string
}

// parseMenus reads menus.yaml: for each role a list of {label, flow} or
// {label, command}. It comes after all flows are read.
func parseMenus(set *Set, needs Needs, root *yamlpos.Node) {
	root.Only(needs.Roles...)
	flows := make([]string, 0, len(set.flows))
	for id := range set.flows {
		flows = append(flows, id)
	}
	slices.Sort(flows)
	for _, k := range root.Keys() {
		role := k.Raw()
		if !slices.Contains(needs.Roles, role) {
			continue
		}
		seen := map[string]bool{}
		for _, n := range root.Get(role).List() {
			if !n.Only("label", "flow", "command") {
				continue
			}
			var it MenuItem
			it.Label, _ = n.Need("label").Text()
			if u := text.Units(it.Label); u > needs.labelLimit() {
				n.Get("label").Problem("nhãn dài %d chữ, tối đa %d; hãy viết ngắn hơn", u, needs.labelLimit())
			}
			if key := text.Fold(it.Label); seen[key] {
				n.Get("label").Problem("nhãn này đã có trong menu; hãy đổi tên")
			} else {
				seen[key] = true
			}
			switch {
			case n.Has("flow") == n.Has("command"):
				n.Problem("mỗi mục cần đúng một trong hai: flow hoặc command")
			case n.Has("flow"):
				it.Flow, _ = n.Get("flow").Word(flows...)
			default:
				it.Command, _ = n.Get("command").Word(needs.Commands...)
			}
			set.menus[role] = append(set.menus[role], it)
		}
	}
}

// openings builds, for each role, what it may say to start something, and
// reports words that would start two things. It comes after all flows are read.
func openings(set *Set, needs Needs, roots map[string]*yamlpos.Node) {
	for _, role := range needs.Roles {
		all := map[string][]string{}
		seen := map[string]string{}
		for id, ws := range set.words.outside {
			all["cmd:"+id] = ws
			for _, w := range ws {
				seen[text.Fold(w)] = "lệnh " + id
			}
		}
		for _, f := range set.Flows() {
			if !slices.Contains(f.For, role) {
				continue
			}
			items := roots[f.ID].Get("open").Items()
			for _, n := range items[:min(len(items), maxOpen)] {
				w := n.Raw()
				key := text.Fold(w)
				if other, twice := seen[key]; twice {
					if other != "luồng "+f.ID {
						n.Problem("từ %q (đọc không dấu) đã mở %s; hãy bỏ ở một nơi", w, other)
					} else {
						n.Problem("từ %q viết hai lần (đọc không dấu là một); hãy bỏ một", w)
					}
					continue
				}
				seen[key] = "luồng " + f.ID
				all["flow:"+f.ID] = append(all["flow:"+f.ID], w)
			}
		}
		v, err := text.NewVocabulary(all)
		if err != nil {
			set.problems = append(set.problems, Problem{File: fileCommands, Message: "các từ mở cho vai trò " + role + " chưa dùng được: " + err.Error()})
			continue
		}
		set.openings[role] = v
	}
}
