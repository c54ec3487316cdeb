package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

const (
	elementSize = 16
	isBucket    = 0x01 // flag of a leaf's element
	bucketSize  = 16   // root page and sequence, in front of a small bucket's own page
)

var errPage = errors.New("a page points outside of itself")

// checkPages walks every page in use with plain reads. bbolt's own check, which
// runs on a goroutine of its own where a fault can't be caught, is only safe
// after that. The caller has the file open through bbolt, so nobody writes.
func checkPages(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	m, ok := newestMeta(f)
	if !ok {
		return fmt.Errorf("%w: no meta page", ErrDamaged)
	}
	if err := checkFile(path); err != nil { // the list of pages below is as long as the file
		return err
	}
	w := &walk{file: f, meta: m, seen: make([]bool, m.high)}
	if err := w.page(m.root, 0); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

type walk struct {
	file  *os.File
	meta  boltMeta
	seen  []bool
	pages [][]byte // one of each depth, used again and again
}

func (w *walk) page(id uint64, depth int) error {
	if id < uint64(len(w.seen)) {
		if w.seen[id] {
			return fmt.Errorf("page %d is used twice", id)
		}
		w.seen[id] = true
	}
	if depth == len(w.pages) {
		w.pages = append(w.pages, nil)
	}
	p, err := readPage(w.file, w.meta, id, w.pages[depth])
	w.pages[depth] = p.data
	if err != nil {
		return err
	}
	if err := w.elements(p, depth); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

// elements checks that everything on a page lies on it, and follows it to the
// pages below.
func (w *walk) elements(p page, depth int) error {
	n := binary.NativeEndian
	if p.flags != flagLeaf && p.flags != flagBranch || len(p.data) < pageHeader+int(p.count)*elementSize || p.flags == flagBranch && p.count == 0 {
		return errPage
	}
	for i := range int(p.count) {
		at := pageHeader + i*elementSize
		e, rest := p.data[at:at+elementSize], p.data[at:]
		if p.flags == flagBranch { // position, key size, page
			if uint64(n.Uint32(e))+uint64(n.Uint32(e[4:])) > uint64(len(rest)) {
				return errPage
			}
			if err := w.page(n.Uint64(e[8:]), depth+1); err != nil {
				return err
			}
			continue
		}
		// flags, position, key size, value size
		begin := uint64(n.Uint32(e[4:])) + uint64(n.Uint32(e[8:]))
		end := begin + uint64(n.Uint32(e[12:]))
		if end > uint64(len(rest)) {
			return errPage
		}
		if n.Uint32(e)&isBucket != 0 {
			if err := w.bucket(rest[begin:end], depth); err != nil {
				return err
			}
		}
	}
	return nil
}

// bucket follows a bucket to its root, or to the one page that a small bucket
// keeps within its own value.
func (w *walk) bucket(value []byte, depth int) error {
	n := binary.NativeEndian
	if len(value) < bucketSize {
		return errPage
	}
	if root := n.Uint64(value); root != 0 {
		return w.page(root, depth+1)
	}
	data := value[bucketSize:]
	if len(data) < pageHeader || n.Uint16(data[8:]) != flagLeaf {
		return errPage
	}
	return w.elements(page{n.Uint16(data[8:]), n.Uint16(data[10:]), data}, depth)
}
