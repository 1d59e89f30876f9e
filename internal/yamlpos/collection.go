package yamlpos

import "strings"

// List is the items of a list. Anything but a list is a problem.
func (n *Node) List() []*Node {
	if !n.is(List) {
		return nil
	}
	out := make([]*Node, len(n.y.Content))
	for i, c := range n.y.Content {
		out[i] = n.kids[c]
	}
	return out
}

// Items is List, with a single value taken as a list of one.
func (n *Node) Items() []*Node {
	if n.Kind() == Scalar {
		return []*Node{n}
	}
	return n.List()
}

// Texts is a list of texts, or a single text taken as a list of one.
func (n *Node) Texts() []string {
	var out []string
	for _, c := range n.Items() {
		if s, ok := c.Text(); ok {
			out = append(out, s)
		}
	}
	return out
}

// Map reports anything but a map.
func (n *Node) Map() bool { return n.is(Map) }

// Keys is the keys of a map in the order written, each a node whose Raw is the
// key; none for anything else (say Map first to have that reported).
func (n *Node) Keys() []*Node {
	if n.Kind() != Map {
		return nil
	}
	out := make([]*Node, 0, len(n.y.Content)/2)
	for i := 0; i < len(n.y.Content); i += 2 {
		out = append(out, n.kids[n.y.Content[i]])
	}
	return out
}

// Get is the value of a key, nil when the key is not there.
func (n *Node) Get(key string) *Node {
	if n.Kind() != Map {
		return nil
	}
	i, ok := n.keys[key]
	if !ok {
		return nil
	}
	return n.kids[n.y.Content[i+1]]
}

// Key is the node of the key itself, nil when the key is not there.
func (n *Node) Key(key string) *Node {
	if n.Kind() != Map {
		return nil
	}
	i, ok := n.keys[key]
	if !ok {
		return nil
	}
	return n.kids[n.y.Content[i]]
}

// Has tells whether the key is there.
func (n *Node) Has(key string) bool { return n.Key(key) != nil }

// Need is Get of a key that must be there.
func (n *Node) Need(key string) *Node {
	if !n.is(Map) {
		return nil
	}
	v := n.Get(key)
	if v == nil {
		n.Problem("thiếu khóa %q; hãy thêm dòng \"%s: …\"", key, key)
	}
	return v
}

// Only reports what is no map and every key that is not among valid.
func (n *Node) Only(valid ...string) bool {
	if !n.is(Map) {
		return false
	}
	ok := true
next:
	for _, k := range n.Keys() {
		for _, v := range valid {
			if k.Raw() == v {
				continue next
			}
		}
		ok = false
		if n.Full() {
			return false
		}
		k.Problem("không có khóa %q%s", strings.TrimSpace(k.Raw()), Hint(k.Raw(), valid))
	}
	return ok
}
