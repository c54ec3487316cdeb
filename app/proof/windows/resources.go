package main

import (
	"bytes"
	"context"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// The kinds of resources that are looked for.
const (
	resourceIcons    = 14
	resourceVersion  = 16
	resourceManifest = 24
)

// resources reads the first resource of each kind out of a program, and how many of the
// kind there are.
func resources(program string) (first map[uint32][]byte, count map[uint32]int, err error) {
	file, err := pe.Open(program)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	section := file.Section(".rsrc")
	if section == nil {
		return nil, nil, failed("it has no resources at all")
	}
	data, err := section.Data()
	if err != nil {
		return nil, nil, err
	}
	r := resourceTree{data, section.VirtualAddress, map[uint32][]byte{}, map[uint32]int{}}
	return r.first, r.count, r.walk(0, 0, 0)
}

// resourceTree is such a section: three levels of directories (kind, name, language).
type resourceTree struct {
	data  []byte
	base  uint32
	first map[uint32][]byte
	count map[uint32]int
}

func (r resourceTree) at(offset uint32) ([]byte, error) {
	if int(offset)+16 > len(r.data) {
		return nil, errors.New("its resources reach beyond their section")
	}
	return r.data[offset:], nil
}

func (r resourceTree) walk(offset uint32, level int, kind uint32) error {
	head, err := r.at(offset)
	if err != nil {
		return err
	}
	entries := int(binary.LittleEndian.Uint16(head[12:])) + int(binary.LittleEndian.Uint16(head[14:]))
	for i := range entries {
		entry, err := r.at(offset + 8 + uint32(8*i)) // so that 16 bytes hold it
		if err != nil {
			return err
		}
		name, to := binary.LittleEndian.Uint32(entry[8:]), binary.LittleEndian.Uint32(entry[12:])
		if level == 0 {
			kind = name
		}
		const directory = 1 << 31
		switch {
		case to&directory != 0 && level < 2:
			err = r.walk(to&^directory, level+1, kind)
		default:
			err = r.leaf(to, kind)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r resourceTree) leaf(offset, kind uint32) error {
	entry, err := r.at(offset)
	if err != nil {
		return err
	}
	start, size := binary.LittleEndian.Uint32(entry)-r.base, binary.LittleEndian.Uint32(entry[4:])
	if int(start)+int(size) > len(r.data) {
		return errors.New("a resource reaches beyond its section")
	}
	if r.count[kind]++; r.count[kind] == 1 {
		r.first[kind] = r.data[start : start+size]
	}
	return nil
}

// inManifest are what Windows must be told, in lower case and without spaces.
var inManifest = []string{
	">permonitorv2", ">utf-8<", "longpathaware", `level="asinvoker"`,
	"{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}", // Windows 10 and 11
}

func (s *scene) resourced(context.Context) (string, error) {
	var wrong []error
	first, count, err := resources(s.program)
	if err != nil {
		return "", err
	}
	if count[resourceIcons] == 0 {
		wrong = append(wrong, failed("it has no icon"))
	}
	manifest := strings.ToLower(strings.Join(strings.Fields(string(first[resourceManifest])), ""))
	for _, want := range inManifest {
		if !strings.Contains(manifest, want) {
			wrong = append(wrong, failed("its manifest lacks %q", want))
		}
	}
	for _, want := range []string{"ProductName", "QR Till", "FileVersion"} {
		if !bytes.Contains(first[resourceVersion], wide(want)) {
			wrong = append(wrong, failed("its version information lacks %q", want))
		}
	}
	return "icon, version, manifest", errors.Join(wrong...)
}

// wide is a text as Windows' resources hold it.
func wide(text string) (b []byte) {
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

// system are the libraries that every Windows 10 has.
var system = []string{
	"advapi32.dll", "gdi32.dll", "imm32.dll", "kernel32.dll", "msvcrt.dll", "ntdll.dll", "ole32.dll", "oleaut32.dll", "opengl32.dll", "shcore.dll",
	"shell32.dll", "user32.dll", "uxtheme.dll", "version.dll", "winmm.dll", "ws2_32.dll",
}

func (s *scene) imports(context.Context) (string, error) {
	var seen []string
	for _, program := range []string{s.program, s.console} {
		file, err := pe.Open(program)
		if err != nil {
			return "", err
		}
		symbols, err := file.ImportedSymbols()
		file.Close()
		if err != nil {
			return "", err
		}
		for _, symbol := range symbols {
			_, library, _ := strings.Cut(symbol, ":")
			seen = append(seen, strings.ToLower(library))
		}
	}
	slices.Sort(seen)
	seen = slices.Compact(seen)
	for _, library := range seen {
		if !slices.Contains(system, library) && !strings.HasPrefix(library, "api-ms-win-") {
			return "", failed("%s comes with no Windows", library)
		}
	}
	if len(seen) == 0 {
		return "", errors.New("it imports nothing, so it was not read")
	}
	return fmt.Sprint(len(seen), " libraries, each Windows' own"), nil
}
