package org_test

import (
	"slices"
	"strings"
	"testing"

	"langnghe/bot/org"
)

func TestFind(t *testing.T) {
	unit := func(id, typ, name, parent string) org.Unit {
		return org.Unit{ID: id, Type: typ, Name: name, Parent: parent}
	}
	tree := org.NewTree([]org.Unit{
		unit("hn", "thanh_pho", "Thành phố Hà Nội", ""),
		unit("c-bd", "cum", "Cụm Ba Đình", "hn"),
		unit("bd-p", "phuong", "Phường Ba Đình", "c-bd"),
		unit("bd-5", "to_dan_pho", "Tổ dân phố số 5", "bd-p"),
		unit("bd-15", "to_dan_pho", "Tổ dân phố số 15", "bd-p"),
		unit("c-ss", "cum", "Cụm Sóc Sơn", "hn"),
		unit("ss-x", "xa", "Xã Sóc Sơn", "c-ss"),
		unit("ss-5", "to_dan_pho", "Tổ dân phố số 5", "ss-x"),
		unit("vm-p", "phuong", "Phường Văn Miếu - Quốc Tử Giám", "hn"),
		unit("hm-p", "phuong", "Phường Hoàng Mai", "hn"),
		unit("hl-p", "phuong", "Phường Hoàng Liệt", "hn"),
		unit("yh-p", "phuong", "Phường Yên Hoà", "hn"),
		unit("la-p", "phuong", "Phường Lạng", "hn"),
		unit("lg-p", "phuong", "Phường Láng", "hn"),
	})
	for words, want := range map[string]string{
		"Phường Ba Đình":           "bd-p",
		"phuong ba dinh":           "bd-p",
		"p. Ba Đình":               "bd-p",
		"P.Ba Đình":                "bd-p",
		"ba dinh":                  "c-bd bd-p",
		"bd-p":                     "bd-p",
		"tdp 5":                    "bd-5 ss-5",
		"tổ dân phố 05":            "bd-5 ss-5",
		"Tổ dân phố số 5, Sóc Sơn": "ss-5",
		"tdp 5 p. ba đình":         "bd-5",
		"tdp 5 phường ba đình":     "bd-5",
		"tdp 15 ba dinh":           "bd-15",
		"Văn Miếu":                 "vm-p",
		"van mieu quoc tu giam":    "vm-p",
		"Yên Hòa":                  "yh-p",
		"hoang":                    "hm-p hl-p",
		"láng":                     "lg-p la-p",
		"Phường Láng":              "lg-p la-p",
		"hoang mia":                "hm-p",
		"phuong hoang leit":        "hl-p",
		"tdp 6":                    "",
		"không có":                 "",
		"":                         "",
		"?!":                       "",
	} {
		if got := strings.Join(tree.Find(words), " "); got != want {
			t.Errorf("Find(%q) = %q, want %q", words, got, want)
		}
	}
	if tree.Find(strings.Repeat("ba đình ", 200)) != nil {
		t.Error("a very long text was looked up")
	}
	if !slices.Equal(tree.Find("BA ĐÌNH"), tree.Find("Ba Đình")) {
		t.Error("case matters")
	}
}
