package flows

import (
	"embed"
	"io/fs"
)

//go:embed default/*.yaml
var embedded embed.FS

// Default is the folder of flows that comes with the program; admins copy it
// and edit the copy.
var Default = sub(embedded, "default")

// sub never fails: the folder is embedded above.
func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		return f
	}
	return s
}
