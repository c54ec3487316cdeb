package powercut

import (
	"bytes"
	"maps"
	"slices"
)

// sector is what a disk writes whole.
const sector = 512

// Recording is what a traced till did.
type Recording struct{ ops []op }

// disk is what is surely on it, and what perhaps is.
type disk struct {
	files   map[int][]byte // contents, by inode
	names   map[string]int
	pending []op // not synced, oldest first
}

// sync makes sure of the pending operations that belong to a sync.
func (d *disk) sync(s op) {
	var left []op
	for _, o := range d.pending {
		if !o.belongsTo(s) {
			left = append(left, o)
			continue
		}
		if o.kind == write || o.kind == truncate {
			d.files[o.file] = o.onto(d.files[o.file])
		} else {
			o.onNames(d.names)
		}
	}
	d.pending = left
}

// belongsTo says that a sync makes sure of an operation.
func (o op) belongsTo(s op) bool {
	if s.kind == syncNames {
		return o.kind == create || o.kind == rename || o.kind == remove
	}
	return s.kind == syncFile && o.file == s.file && (o.kind == write || o.kind == truncate)
}

// onto does a write or a truncation to a file's content.
func (o op) onto(content []byte) []byte {
	size := o.at
	if o.kind == write {
		size = max(int64(len(content)), o.at+int64(len(o.data)))
	}
	switch have := int64(len(content)); {
	case size < have:
		content = content[:size]
	case size > have:
		content = append(content, make([]byte, size-have)...)
	}
	if o.kind == write {
		copy(content[o.at:], o.data)
	}
	return content
}

func (o op) onNames(names map[string]int) {
	switch o.kind {
	case create:
		names[o.name] = o.file
	case remove:
		delete(names, o.name)
	case rename:
		if file, there := names[o.name]; there {
			delete(names, o.name)
			names[o.to] = file
		}
	}
}

// folder is what is found after a power cut, by name.
type folder map[string][]byte

// after is the folder if these of the pending operations reached the disk.
// Files that no name leads to are gone.
func (d *disk) after(reached []op) folder {
	names, files := maps.Clone(d.names), map[int][]byte{}
	for _, o := range reached {
		switch o.kind {
		case write, truncate:
			content, copied := files[o.file]
			if !copied {
				content = slices.Concat(d.files[o.file], make([]byte, 0, 1)) // never the disk's own
			}
			files[o.file] = o.onto(content)
		default:
			o.onNames(names)
		}
	}
	f := folder{}
	for name, file := range names {
		content, changed := files[file]
		if !changed {
			content = bytes.Clone(d.files[file])
		}
		f[name] = content
	}
	return f
}

// tears are what a write can come to when it is torn, and whether it makes a
// file of this size longer, so that perhaps only its length arrives.
func (o op) tears(size int64) (parts []op) {
	if o.kind != write {
		return nil
	}
	end := o.at + int64(len(o.data))
	if end > size {
		parts = append(parts, op{kind: truncate, file: o.file, at: end})
	}
	for boundary := (o.at/sector + 1) * sector; boundary < end; boundary += sector {
		part := o
		part.data = o.data[:boundary-o.at]
		parts = append(parts, part)
	}
	return parts
}
