package org

import (
	"time"

	"langnghe/internal/yamlpos"
)

// File is a checked org file:
//
//	units:
//	  - {id: hn, type: thanh_pho, name: "Thành phố Hà Nội", codes: [{scheme: gso, code: "01"}]}
//	  - {id: hn-ba-dinh-p, type: phuong, name: "Phường Ba Đình", parent: hn, valid_from: 2025-07-01}
//	people:
//	  - id: p-an
//	    name: "Nguyễn Văn An"
//	    xung_ho: bác
//	    posts: [{unit: hn-ba-dinh-p, role: collaborator, organisation: "Hội Người cao tuổi"}]
//	groups:
//	  - {unit: hn-ba-dinh-p, address: "telegram:-1001234567890", title: "CTV Ba Đình"}
//
// Units are read from the file at every start. People, posts and groups are
// applied to the store once, when they change in the file: see [File.Changes].
type File struct {
	Units   []Unit
	People  []FilePerson
	Groups  []Group
	Tree    *Tree
	Notices []yamlpos.Problem // what is allowed but probably not meant
}

// FilePerson is a person as the file has him, with his posts.
type FilePerson struct {
	ID      string
	Name    string
	Address string // xung_ho
	Posts   []Post // ID, Unit, Role, Organisation and Person only
}

// Posts lists the posts of all people in the order of the file.
func (f *File) Posts() []Post {
	var all []Post
	for _, p := range f.People {
		all = append(all, p.Posts...)
	}
	return all
}

// The bounds of what is written in the file.
const (
	maxFile = 16 << 20 // bytes: some 100,000 people
	maxName = 120      // letters of a name
	maxText = 80       // letters of other words
	maxHint = 50       // unknown ids for which the nearest known one is looked up
)

// unitTypes are the types in use; another is allowed, with a notice, because
// levels come and go.
var unitTypes = []string{
	"thanh_pho", "tinh", "quan", "huyen", "thi_xa", "cum", "phuong", "xa", "thi_tran", "dac_khu", "thon", "to_dan_pho",
}

// hamlet reports whether a unit of the type has no committee of its own: the
// vice-chair of the unit above is in charge.
func hamlet(unitType string) bool { return unitType == "thon" || unitType == "to_dan_pho" }

// hanoi is the zone in which dates of the file begin; it has no daylight saving.
var hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*60*60)
