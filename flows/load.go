package flows

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// Files of a folder with a name of their own; every other .yaml is a flow.
const (
	fileMessages = "messages.yaml"
	fileHost     = "bot.yaml"
	fileLists    = "lists.yaml"
	fileCommands = "commands.yaml"
	fileMenus    = "menus.yaml"
)

const (
	maxFiles  = 200
	maxFolder = 8 << 20
)

// Load reads and checks a folder of flows. Either everything in it is usable
// and there is a Set, or there are problems, all of them, in the order of the
// files.
func Load(fsys fs.FS, needs Needs) (*Set, []Problem) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, []Problem{{File: ".", Message: "không đọc được thư mục luồng: " + err.Error()}}
	}
	files := map[string][]byte{}
	var problems []Problem
	total := int64(0)
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasPrefix(name, ".") {
			continue
		}
		if path.Ext(name) == ".yml" {
			problems = append(problems, Problem{File: name, Message: "tệp đuôi .yml không được đọc; hãy đổi thành .yaml"})
		}
		if path.Ext(name) != ".yaml" {
			continue
		}
		info, err := e.Info()
		if err == nil {
			total += info.Size()
		}
		if err == nil && info.Size() > yamlpos.MaxBytes {
			problems = append(problems, Problem{File: name, Message: "tệp quá lớn; hãy tách thành nhiều tệp"})
			continue
		}
		if len(files) >= maxFiles || total > maxFolder {
			problems = append(problems, Problem{File: name, Message: "thư mục quá lớn; tối đa 200 tệp, 8 MiB"})
			break
		}
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			problems = append(problems, Problem{File: name, Message: "không đọc được tệp: " + err.Error()})
			continue
		}
		files[name] = b
	}
	return load(files, needs, problems)
}

// load makes a Set of files by name.
func load(files map[string][]byte, needs Needs, problems []Problem) (*Set, []Problem) {
	s := &Set{
		flows: map[string]*Flow{}, lists: map[string][]Item{}, messages: map[string]*tmpl{},
		menus: map[string][]MenuItem{}, openings: map[string]*text.Vocabulary{}, problems: problems,
	}
	roots := map[string]*yamlpos.Node{} // by file
	for _, name := range slices.Sorted(maps.Keys(files)) {
		root, bad := yamlpos.Parse(name, files[name])
		s.problems = append(s.problems, bad...)
		if bad == nil {
			roots[name] = root
		}
	}
	part := func(name string, read func(*Set, Needs, *yamlpos.Node)) {
		root := roots[name]
		if root == nil {
			if _, there := files[name]; !there {
				s.problems = append(s.problems, Problem{File: name, Message: "thiếu tệp này trong thư mục luồng"})
			}
			return
		}
		read(s, needs, root)
	}
	if roots[fileLists] != nil {
		parseLists(s, needs, roots[fileLists])
	}
	part(fileMessages, engineCatalogue)
	if len(needs.Messages) > 0 {
		part(fileHost, hostCatalogue)
	}
	part(fileCommands, parseCommands)
	byFlow := map[string]*yamlpos.Node{}
	for _, name := range slices.Sorted(maps.Keys(roots)) {
		switch name {
		case fileMessages, fileHost, fileLists, fileCommands, fileMenus:
			continue
		}
		root := roots[name]
		f := parseFlow(s, needs, root)
		if first := byFlow[f.ID]; first != nil {
			root.Get("flow").Problem("mã luồng %q đã dùng trong tệp %s; hãy đổi mã", f.ID, first.File())
		} else if f.ID != "" {
			byFlow[f.ID], s.flows[f.ID] = root, f
		}
	}
	s.sorted = slices.SortedFunc(maps.Values(s.flows), func(a, b *Flow) int { return cmp.Compare(a.ID, b.ID) })
	if roots[fileMenus] != nil {
		parseMenus(s, needs, roots[fileMenus])
	}
	openings(s, needs, byFlow)
	for _, root := range roots {
		s.problems = append(s.problems, root.Problems()...)
	}
	if len(s.problems) > 0 {
		return nil, yamlpos.Sort(s.problems)
	}
	s.problems = nil
	s.foldLabels()
	s.seal(files)
	return s, nil
}
