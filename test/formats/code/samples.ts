// Samples: a short source in each language, with the prose of its comments and the parts of them that are kept. Strings that
// look like comments hold the word "no".

export interface Sample {
  readonly id: string;
  readonly source: string;
  /**
   * The prose, one string for each flow, with a slash between its lines. A short line of a plain comment is a flow of its own;
   * lines that were wrapped by hand are one flow.
   */
  readonly prose: readonly string[];
  readonly kept?: readonly string[];
}

export const SAMPLES: readonly Sample[] = [
  {
    id: 'typescript',
    source: `#!/usr/bin/env node
// A line.
const text = "// no"; // Behind code.
const page = \`/* no */ \${/* Inside. */ 1}\`, pattern = /\\/\\/ no/;
/* A block. */
/**
 * Documentation of {@link Reader}.
 * @param {string} name - The name.
 */
`,
    prose: ['A line.', 'Behind code.', 'Inside.', 'A block.', 'Documentation of {@link Reader}.', 'The name.'],
  },
  {
    id: 'typescriptreact',
    source: `export const App = () => (
  <main title="// no">
    {/* The title. */}
    // no comment
  </main>
); // The end.
`,
    prose: ['The title.', 'The end.'],
  },
  {
    id: 'javascript',
    source: `// A line.
/* eslint-disable no-console */
const text = '/* no */'; // Behind code.
/** Documentation. */
`,
    prose: ['A line.', 'Behind code.', 'Documentation.'],
    kept: ['eslint-disable no-console'],
  },
  {
    id: 'javascriptreact',
    source: `const page = <p>{/* Inside. */}// no</p>; // Behind code.
`,
    prose: ['Inside.', 'Behind code.'],
  },
  {
    id: 'python',
    source: `#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Documentation of the module."""
import os  # Behind code.
def read(name):
    r'''Documentation of the function.

    :param name: The name.
    '''
    text = [
        "no documentation",
    ]
    return """no # comment"""  # noqa: E501
class File:
    "On one line."
`,
    prose: [
      'Documentation of the module.',
      'Behind code.',
      'Documentation of the function.',
      'The name.',
      'On one line.',
    ],
    kept: ['!/usr/bin/env python3\n# -*- coding: utf-8 -*-', 'noqa: E501'],
  },
  {
    id: 'java',
    source: `/**
 * Reads {@code x}.
 * @throws IOException if it fails
 */
String s = "// no"; // Behind code.
/* A block. */
`,
    prose: ['Reads {@code x}.', 'if it fails', 'Behind code.', 'A block.'],
  },
  {
    id: 'c',
    source: `#if 0
No comment at all.
#endif
#define MAX 10 // The largest number.
/* A block
   of two lines. */
char *text = "/* no */";
`,
    prose: ['The largest number.', 'A block', 'of two lines.'],
  },
  {
    id: 'cpp',
    source: `/// \\brief Opens it.
auto text = R"(// no)"; ///< Behind code.
#pragma once
/* A block. */
`,
    prose: ['Opens it.', 'Behind code.', 'A block.'],
  },
  {
    id: 'csharp',
    source: `/// <summary>
/// Reads it.
/// </summary>
/// <param name="path">The path.</param>
var text = @"// no"; // Behind code.
#region No comment
`,
    prose: ['Reads it.', 'The path.', 'Behind code.'],
  },
  {
    id: 'go',
    source: `//go:build linux
// Package x reads files.
package x
var s = \`// no\` // Behind code.
/* A block. */
`,
    prose: ['reads files.', 'Behind code.', 'A block.'],
    kept: ['go:build linux'],
  },
  {
    id: 'rust',
    source: `//! The module.
/// Reads [\`Token\`].
/// \`\`\`
/// let a = 1;
/// \`\`\`
let text = "// no"; // Behind code.
/* Outer /* inner */ outer. */
`,
    prose: ['The module.', 'Reads [`Token`].', 'Behind code.', 'Outer /* inner */ outer.'],
    kept: ['let a = 1;'],
  },
  {
    id: 'ruby',
    source: `# frozen_string_literal: true
# A line.
text = <<~END # Behind code.
  # no
END
=begin
A block.
=end
`,
    prose: ['A line.', 'Behind code.', 'A block.'],
    kept: ['frozen_string_literal: true'],
  },
  {
    id: 'php',
    source: `<p>No PHP // at all</p> <!-- In the page. -->
<?php
// A line.
# Another line.
/** @param string|null $name The name. */
$a = "// no"; // Behind code. ?>
<p>// no</p>
`,
    prose: ['In the page.', 'A line.', 'Another line.', 'The name.', 'Behind code.'],
  },
  {
    id: 'shellscript',
    source: `#!/bin/bash
# A line.
# shellcheck disable=SC2086
echo "# no" \${a#b} # Behind code.
cat <<END
# no
END
`,
    prose: ['A line.', 'Behind code.'],
    kept: ['!/bin/bash', 'shellcheck disable=SC2086'],
  },
  {
    id: 'powershell',
    source: `<#
.SYNOPSIS
Reads the file.
.EXAMPLE
Get-File -Path a.txt
#>
$a = "# no" # Behind code.
`,
    prose: ['Reads the file.', 'Behind code.'],
    kept: ['.EXAMPLE\nGet-File -Path a.txt'],
  },
  {
    id: 'yaml',
    source: `# A line.
a: "x # no" # Behind a value.
b: |
  # no
# yaml-language-server: $schema=a.json
`,
    prose: ['A line.', 'Behind a value.'],
    kept: ['yaml-language-server: $schema=a.json'],
  },
  {
    id: 'toml',
    source: `# A line.
a = "x # no" # Behind a value.
`,
    prose: ['A line.', 'Behind a value.'],
  },
  {
    id: 'jsonc',
    source: `{
  // A line.
  "a": "// no", /* A block. */
}
`,
    prose: ['A line.', 'A block.'],
  },
  {
    id: 'json',
    source: `{ "a": 1 /* A block. */ }
`,
    prose: ['A block.'],
  },
  {
    id: 'xml',
    source: `<?xml version="1.0"?>
<!-- A comment. -->
<a b="<!-- no">No comment.</a>
`,
    prose: ['A comment.'],
  },
  {
    id: 'sql',
    source: `-- A line.
SELECT '-- no' AS a -- Behind code.
FROM b /* A block. */;
`,
    prose: ['A line.', 'Behind code.', 'A block.'],
  },
  {
    id: 'html',
    source: `<!-- A comment. -->
<!--[if IE]> no <![endif]-->
<p class="lead">A text with <b>bold words</b>
and more.</p>
<pre>no prose</pre>
<style>/* The colors. */</style>
<script>
  // Start it.
  start("no");
</script>
`,
    prose: ['A comment.', 'A text with <b>bold words</b> / and more.', 'The colors.', 'Start it.'],
    kept: ['[if IE]> no <![endif]'],
  },
  {
    id: 'css',
    source: `/* The colors. */
a { content: "/* no */"; } /* Behind code. */
`,
    prose: ['The colors.', 'Behind code.'],
  },
  {
    id: 'scss',
    source: `// A line.
a { b: c; } /* A block. */
`,
    prose: ['A line.', 'A block.'],
  },
  {
    id: 'less',
    source: `// A line.
@a: "// no"; /* A block. */
`,
    prose: ['A line.', 'A block.'],
  },
  {
    id: 'lua',
    source: `-- A line.
--- @param path string The path.
--[==[ A block
]] of two lines. ]==]
local s = [[ -- no ]] -- Behind code.
`,
    prose: ['A line.', 'The path.', 'A block', ']] of two lines.', 'Behind code.'],
  },
  {
    id: 'kotlin',
    source: `/**
 * Reads [File.name].
 * @param a The number.
 */
val s = "// no" // Behind code.
`,
    prose: ['Reads [File.name].', 'The number.', 'Behind code.'],
  },
  {
    id: 'swift',
    source: `/// Adds them.
/// - Parameters:
///   - first: The first.
/// - Returns: The sum.
// MARK: - A title
let s = "// no" // Behind code.
`,
    prose: ['Adds them.', 'The first.', 'The sum.', 'A title', 'Behind code.'],
  },
  {
    id: 'clojure',
    source: `;;; A line.
(def a "; no") ; Behind code.
`,
    prose: ['A line.', 'Behind code.'],
  },
  {
    id: 'dockerfile',
    source: `# syntax=docker/dockerfile:1
# A line.
RUN a \\
  # Another line.
  b
`,
    prose: ['A line.', 'Another line.'],
    kept: ['syntax=docker/dockerfile:1'],
  },
  {
    id: 'makefile',
    source: `# A line.
all: a # Behind code.
`,
    prose: ['A line.', 'Behind code.'],
  },
  {
    id: 'r',
    source: `#' Reads it.
#' @param x The number.
x <- "# no" # Behind code.
`,
    prose: ['Reads it.', 'The number.', 'Behind code.'],
  },
  {
    id: 'perl',
    source: `# A line.
my $s = "# no"; # Behind code.
=head1 A title

Text of C<code>.

=cut
my $t;
__END__
No comment.
`,
    prose: ['A line.', 'Behind code.', 'A title', 'Text of C<code>.'],
  },
  {
    id: 'dart',
    source: `/// Reads [name].
var s = '// no'; // Behind code.
`,
    prose: ['Reads [name].', 'Behind code.'],
  },
  {
    id: 'scala',
    source: `/** Reads it. */
val s = "// no" // Behind code.
`,
    prose: ['Reads it.', 'Behind code.'],
  },
  {
    id: 'haskell',
    source: `{-# LANGUAGE GADTs #-}
-- | Reads it.
s = "-- no" -- Behind code.
{- A block. -}
`,
    prose: ['Reads it.', 'Behind code.', 'A block.'],
  },
  {
    id: 'elixir',
    source: `# A line.
@moduledoc """
Documentation.
"""
@doc "On one line."
s = "# no" # Behind code.
`,
    prose: ['A line.', 'Documentation.', 'On one line.', 'Behind code.'],
  },
  {
    id: 'julia',
    source: `"""
Documentation.
"""
function f() end
# A line.
#= A block. =#
`,
    prose: ['Documentation.', 'A line.', 'A block.'],
  },
  {
    id: 'ini',
    source: `; A line.
# Another line.
a = b
`,
    prose: ['A line.', 'Another line.'],
  },
  {
    id: 'bat',
    source: `REM A line.
:: Another line.
@rem And one more.
echo no
`,
    prose: ['A line.', 'Another line.', 'And one more.'],
  },
  {
    id: 'vb',
    source: `' A line.
''' <summary>Reads it.</summary>
Dim s = "' no" ' Behind code.
`,
    prose: ['A line.', 'Reads it.', 'Behind code.'],
  },
  {
    id: 'objective-c',
    source: `/// Reads it.
NSString *s = @"// no"; // Behind code.
`,
    prose: ['Reads it.', 'Behind code.'],
  },
  {
    id: 'groovy',
    source: `/** Reads it. */
def s = "// no" // Behind code.
`,
    prose: ['Reads it.', 'Behind code.'],
  },
  {
    id: 'fsharp',
    source: `/// Reads it.
let s = "// no" // Behind code.
(* A block. *)
`,
    prose: ['Reads it.', 'Behind code.', 'A block.'],
  },
  {
    id: 'graphql',
    source: `# A line.
"""
Documentation.
"""
type A {
  "On one line."
  a: Int
}
`,
    prose: ['A line.', 'Documentation.', 'On one line.'],
  },
  {
    id: 'vue',
    source: `<template>
  <!-- A comment. -->
  <p>No comment.</p>
</template>
<script setup lang="ts">
// A line.
</script>
<style scoped>
/* A block. */
</style>
`,
    prose: ['A comment.', 'A line.', 'A block.'],
  },
];
