package main

import (
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/viper"

	"langnghe/internal/yamlpos"
)

// leaves lists the dotted keys of single settings.
func leaves(n *yamlpos.Node, prefix string) []string {
	var keys []string
	for _, k := range n.Keys() {
		key := k.Raw()
		if prefix != "" {
			key = prefix + "." + key
		}
		if v := n.Get(k.Raw()); v.Kind() == yamlpos.Map {
			keys = append(keys, leaves(v, key)...)
		} else if !slices.Contains(whole, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// sameShape reports keys that are no setting and values of another kind than
// the default's.
func sameShape(n, def *yamlpos.Node) {
	var valid []string
	for _, k := range def.Keys() {
		valid = append(valid, k.Raw())
	}
	if n.Kind() != yamlpos.Map {
		n.Map()
		return
	}
	n.Only(valid...)
	for _, k := range n.Keys() {
		got, want := n.Get(k.Raw()), def.Get(k.Raw())
		if want == nil || k.Raw() == "schedule" {
			continue
		}
		switch want.Kind() {
		case yamlpos.Map:
			sameShape(got, want)
		case yamlpos.List:
			got.List()
		case yamlpos.Scalar:
			if got.Kind() == yamlpos.Null {
				continue
			}
			switch {
			case want.Raw() == "true" || want.Raw() == "false":
				got.Bool()
			case isInt(want):
				got.Int()
			case isDuration(want):
				got.Duration()
			case got.Kind() != yamlpos.Scalar:
				got.Problem("cần một giá trị đơn, ví dụ %q", want.Raw())
			}
		}
	}
}

func isInt(n *yamlpos.Node) bool {
	if n.Quoted() || n.Raw() == "" {
		return false
	}
	return strings.Trim(n.Raw(), "0123456789") == ""
}

func isDuration(n *yamlpos.Node) bool {
	_, err := time.ParseDuration(n.Raw())
	return err == nil && !n.Quoted() && !isInt(n)
}

// overlay puts the environment's values over the file's. A LANGNGHE_ variable
// that names no setting is a mistake, not a wish.
func (c *config) overlay(v *viper.Viper, defaults *yamlpos.Node, environ []string) []yamlpos.Problem {
	var problems []yamlpos.Problem
	c.fromEnv = map[string]bool{}
	byEnv := map[string]string{}
	var names []string
	for _, key := range leaves(defaults, "") {
		name := envName(key)
		byEnv[name] = key
		names = append(names, name)
	}
	sorted := slices.Clone(environ)
	slices.Sort(sorted)
	for _, kv := range sorted {
		name, value, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(name, envPrefix) {
			continue
		}
		key, ok := byEnv[name]
		if !ok {
			if base, cut := strings.CutSuffix(name, "_FILE"); cut && byEnv[base] != "" {
				data, err := os.ReadFile(value)
				if err != nil {
					problems = append(problems, yamlpos.Problem{File: name, Message: "không đọc được tệp: " + reason(err)})
					continue
				}
				key, value, ok = byEnv[base], strings.TrimSpace(string(data)), true
			}
		}
		if !ok {
			problems = append(problems, yamlpos.Problem{File: name, Message: "không có biến này" + yamlpos.Hint(name, names)})
			continue
		}
		c.fromEnv[envName(key)] = true
		def := at(defaults, key)
		if def.Kind() == yamlpos.List {
			v.Set(key, strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }))
			continue
		}
		if msg := fits(def, value); msg != "" {
			problems = append(problems, yamlpos.Problem{File: name, Message: msg})
			continue
		}
		v.Set(key, value)
	}
	return problems
}

// at is the node of a dotted key.
func at(n *yamlpos.Node, key string) *yamlpos.Node {
	for part := range strings.SplitSeq(key, ".") {
		n = n.Get(part)
	}
	return n
}

// fits says what is wrong with a value from the environment, "" when nothing is.
func fits(def *yamlpos.Node, value string) string {
	switch {
	case def.Raw() == "true" || def.Raw() == "false":
		if value != "true" && value != "false" {
			return "cần true hoặc false"
		}
	case isInt(def):
		if value == "" || strings.Trim(value, "0123456789") != "" {
			return "cần một số nguyên, ví dụ " + def.Raw()
		}
	case isDuration(def):
		if _, err := time.ParseDuration(value); err != nil {
			return "cần một khoảng thời gian, ví dụ " + def.Raw()
		}
	}
	return ""
}
