// Package yamlpos reads YAML files written by hand and says, for whatever is
// wrong in them, where it stands and what to write instead, in Vietnamese.
//
// [Parse] turns a file into a tree of [Node]. Every node knows its line and
// column (both from 1, columns in letters) and shares one list of problems
// with the whole file, so a reader simply walks the tree, takes what it needs
// and at the end asks [Node.Problems] for everything at once:
//
//	root, bad := yamlpos.Parse("units.yaml", b)
//	if bad != nil {
//		return bad // not YAML at all: there is no tree to walk
//	}
//	root.Only("units", "note")
//	for _, u := range root.Need("units").List() {
//		u.Only("id", "name", "parent")
//		id, _ := u.Need("id").Text()
//		if !valid(id) {
//			u.Get("id").Problem("mã %q không hợp lệ", id)
//		}
//	}
//	return root.Problems()
//
// All accessors work on a nil node: they give nothing and report nothing, so a
// missing key is reported once, by Need, and not again by what reads it.
//
// Read strictly: one document, no aliases, anchors, merge keys or tags, no key
// twice, no tabs in indentation, valid UTF-8, at most [MaxBytes] and
// [MaxDepth]. Read kindly: text is put into Unicode form NFC, and a scalar asked
// for as text is taken as it was typed, so 0123, no and 1.0 stay what they
// look like.
package yamlpos
