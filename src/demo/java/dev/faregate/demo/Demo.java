package dev.faregate.demo;

public final class Demo {
    private Demo() {}

    public static void main(String[] args) {
        System.out.println("demo " + System.getProperty("port"));
    }
}
