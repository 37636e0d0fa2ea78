package dev.faregate.it.slice;

import org.springframework.boot.test.autoconfigure.web.servlet.WebMvcTest;

/** A slice as this major has it. */
@WebMvcTest(SliceApplication.Rows.class)
class SliceTest extends SliceCases {}
